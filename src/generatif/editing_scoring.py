"""Ukuran penyuntingan tanpa melatih: proyeksi, arah atribut, keragaman isian, dan latar.

Memakai jaringan yang tersimpan di gudang (`vae-fashion`, `dcgan-fashion`) dan kedua pengklasifikasi
beku sebagai hakim. Setiap fungsi menerima bahan yang sama, :class:`Material`, dan sebuah benih atau
pembangkit acak yang memilih citra uji, titik awal pencarian, atau latarnya.
"""

import keras
import numpy as np

import generatif
from generatif import editing, metrics, zoo
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.filling import mean_fill, nearest_fill
from generatif.inpainting_scoring import hole_error
from generatif.masks import assign_masks
from generatif.models.context_encoder import paste
from generatif.runtime import split_seed

STARTS = 8
EDITS = {"dress": (0, 3), "sleeves": (0, 2), "boot": (7, 9)}
REGION = 0.15


class Material:
    """Data, jaringan tersimpan, dan hakim.

    Args:
        count: banyak citra uji per benih.
        source: `"embedded"` atau `"full"`, lihat `generatif.load_mnist`.
    """

    def __init__(self, count, source="full"):
        self.count = count
        self.clothes = generatif.load_fashion_mnist(source)
        self.digits = generatif.load_mnist(source)
        self.train = scale_to_unit(self.clothes.x_train)
        self.stored = {name: zoo.load(f"{name}-fashion") for name in ("vae", "dcgan")}
        self.vae = self.stored["vae"].main_network
        generator = self.stored["dcgan"].generator
        self.generators = {
            "vae": self.vae.get_layer("decoder"),
            "gan": keras.Sequential(
                [
                    keras.Input(generator.input_shape[1:]),
                    generator,
                    keras.layers.Rescaling(0.5, 0.5),
                ]
            ),
        }
        self.judges = load_classifiers("fashion_mnist")
        self.digit_judge = load_classifiers("mnist")["residual"]
        self.train_codes = self.codes(self.train)

    def codes(self, images):
        """Rerata posterior VAE bagi citra pecahan `(N, 28, 28, 1)`."""
        return self.stored["vae"].recipe.codes(self.vae, images)

    def decode(self, codes):
        """Citra pecahan dari kode VAE."""
        return self.stored["vae"].recipe.decode(self.vae, codes)

    def draw(self, data, rng, classes=range(10)):
        """Citra uji acak dari sebagian kelas.

        Args:
            data: `generatif.data.ImageDataset`.
            rng: `numpy.random.Generator`.
            classes: kelas yang boleh terpilih.

        Returns:
            Pasangan citra pecahan `(N, 28, 28, 1)`, N paling banyak `count`, dan label `(N,)`.
        """
        rows = np.flatnonzero(np.isin(data.y_test, list(classes)))
        rows = rng.choice(rows, min(self.count, len(rows)), replace=False)
        return scale_to_unit(data.x_test[rows]), data.y_test[rows]

    def guesses(self, images):
        """Tebakan kelas busana tiap hakim bagi citra pecahan."""
        return {
            name: judge(unit_to_uint8(images))[1].argmax(axis=1)
            for name, judge in self.judges.items()
        }


def measure_edits(material, seed):
    """Semua ukuran untuk satu benih, `dict` bersarang berisi bilangan.

    Args:
        material: :class:`Material`.
        seed: bilangan bulat, benih.

    Returns:
        `dict` nama bagian ke hasil fungsi `measure_<bagian>`.
    """
    rng, search = np.random.default_rng(seed), split_seed(seed, 1)[0]
    return {
        "projection": measure_projection(material, rng, search),
        "directions": {name: measure_edit(material, rng, *EDITS[name]) for name in EDITS},
        "brightness": measure_brightness(material, rng),
        "guesses": measure_guesses(material, rng, search),
        "background": measure_background(material, rng),
    }


def measure_projection(material, rng, seed):
    """Galat membangun kembali busana, angka, dan sampel generator itu sendiri.

    Args:
        material: :class:`Material`.
        rng: `numpy.random.Generator`.
        seed: benih titik awal pencarian; lain dari benih `rng`, agar sampel generator tidak
            kebetulan menjadi titik awalnya sendiri.

    Returns:
        `dict` himpunan (`clothes`, `digits`, `own`) ke cara ke `mse` dan bagian yang tetap terbaca.
    """
    generator = material.generators["gan"]
    latent = rng.standard_normal((material.count, generator.input_shape[-1])).astype("float32")
    sets = {
        "clothes": material.draw(material.clothes, rng),
        "digits": material.draw(material.digits, rng),
        "own": (generator.predict(latent, verbose=0), None),
    }
    return {name: _project(material, *pair, seed, name) for name, pair in sets.items()}


def _project(material, images, labels, seed, name):
    found = {
        "empty": 0 * images,
        "neighbor": _neighbors(material, images),
        "encoder": material.decode(material.codes(images)),
    }
    for key, network in material.generators.items():
        latent, errors = editing.project(network, images, starts=STARTS, seed=seed)
        found[f"{key}_one"] = network.predict(latent[0], verbose=0)
        found[f"{key}_best"] = network.predict(editing.best_start(latent, errors), verbose=0)
    rows = {}
    for key, made in found.items():
        rows[key] = {"mse": float(np.mean((made - images) ** 2))}
        if name == "clothes":
            guesses = material.guesses(made)
            rows[key] |= {f"kept_{judge}": _share(guesses[judge] == labels) for judge in guesses}
        if name == "digits":
            read = material.digit_judge(unit_to_uint8(made))[1].argmax(axis=1)
            rows[key]["kept_digit"] = _share(read == labels)
    return rows


def measure_edit(material, rng, source, target):
    """Pindahkan citra kelas `source` ke arah kelas `target`, lewat kode dan lewat piksel.

    Args:
        material: :class:`Material`.
        rng: `numpy.random.Generator`.
        source: kelas asal.
        target: kelas tujuan.

    Returns:
        `dict` cara ke `outside`, `distance`, `target_<hakim>`, dan `source_<hakim>`; `region`,
        bagian citra yang termasuk daerah suntingan.
    """
    labels = material.clothes.y_train
    groups = labels == source, labels == target
    images, _ = material.draw(material.clothes, rng, [source])
    pixels = editing.mean_direction(material.train, *groups)
    direction = editing.mean_direction(material.train_codes, *groups)
    random = rng.standard_normal(direction.shape)
    random *= np.linalg.norm(direction) / np.linalg.norm(random)
    codes = material.codes(images)
    region = (np.abs(pixels) > REGION).astype("float32")
    edited = material.decode(codes + direction.astype("float32"))
    made = {
        "rebuilt": material.decode(codes),
        "random": material.decode(codes + random.astype("float32")),
        "latent": edited,
        "pasted": paste(edited, images, region),
        "pixels": np.clip(images + pixels, 0, 1),
    }
    outside = np.broadcast_to(1 - region, images.shape)
    real = material.train[groups[1]]
    rows = {"region": float(region.mean())}
    for key, each in made.items():
        guesses = material.guesses(each)
        _, distances = metrics.nearest_neighbors(unit_to_uint8(each), unit_to_uint8(real))
        rows[key] = {
            "outside": hole_error(unit_to_uint8(each), unit_to_uint8(images), outside),
            "distance": float(np.median(distances)),
            **{f"target_{judge}": _share(guesses[judge] == target) for judge in guesses},
            **{f"source_{judge}": _share(guesses[judge] == source) for judge in guesses},
        }
    return rows


def measure_brightness(material, rng):
    """Geser kode ke arah terang: citra di atas median terang kelasnya melawan yang di bawahnya.

    Args:
        material: :class:`Material`.
        rng: `numpy.random.Generator`.

    Returns:
        `dict` arah ke `ratio` terang dan `kept_<hakim>`.
    """
    light = material.train.mean(axis=(1, 2, 3))
    labels = material.clothes.y_train
    middle = np.array([np.median(light[labels == each]) for each in range(10)])[labels]
    direction = editing.mean_direction(material.train_codes, light < middle, light >= middle)
    images, classes = material.draw(material.clothes, rng)
    before, start = material.decode(material.codes(images)), material.codes(images)
    rows = {}
    for amount in (-1, 1):
        made = material.decode(start + amount * direction.astype("float32"))
        guesses, old = material.guesses(made), material.guesses(before)
        kept = {f"kept_{name}": _share(guesses[name] == old[name]) for name in guesses}
        rows[f"{amount:+d}"] = {"ratio": float(made.mean() / before.mean()), **kept}
    scaled = {"+1": rows["+1"]["ratio"], "-1": rows["-1"]["ratio"]}
    for sign, ratio in scaled.items():
        guesses, old = material.guesses(np.clip(images * ratio, 0, 1)), material.guesses(images)
        rows[f"pixels{sign}"] = {
            f"kept_{name}": _share(guesses[name] == old[name]) for name in guesses
        }
    return rows


def measure_guesses(material, rng, seed):
    """Isi setengah citra berkali-kali: seberapa berlainan isian yang sama-sama cocok.

    Args:
        material: :class:`Material`.
        rng: `numpy.random.Generator`.
        seed: benih titik awal pencarian.

    Returns:
        `dict` cara ke `hole_error`, `accuracy`, `spread`, `classes`, dan `several`.
    """
    images, labels = material.draw(material.clothes, rng)
    masks = assign_masks("half", len(images))
    fills = {
        "neighbors": np.stack(
            [nearest_fill(images, masks, material.train, rank) for rank in range(STARTS)]
        )
    }
    for key, network in material.generators.items():
        latent, errors = editing.project(network, images, 1 - masks, starts=STARTS, seed=seed)
        made = [network.predict(each, verbose=0) for each in latent]
        fills[key] = np.stack([paste(each, images, masks) for each in made])
        best = errors.argmin(axis=0)
        fills[f"{key}_best"] = fills[key][best, np.arange(len(images))][None]
    fills["mean"] = mean_fill(images, masks, material.train)[None]
    real = unit_to_uint8(images)
    rows = {}
    for key, each in fills.items():
        pixels = [unit_to_uint8(fill) for fill in each]
        guesses = np.stack([material.guesses(fill)["residual"] for fill in each])
        rows[key] = {
            "hole_error": float(np.mean([hole_error(fill, real, masks) for fill in pixels])),
            "accuracy": _share(guesses == labels),
            "spread": _spread(pixels, masks),
            "classes": float(np.mean([len(set(column)) for column in guesses.T])),
            "several": _share(guesses.min(axis=0) != guesses.max(axis=0)),
        }
    return rows


def measure_background(material, rng):
    """Topeng objek yang ditebak terhadap topeng yang diketahui, lalu latar diganti.

    Args:
        material: :class:`Material`.
        rng: `numpy.random.Generator`.

    Returns:
        `dict` latar ke cara ke `iou`, `inside`, dan `outside`.
    """
    images, _ = material.draw(material.clothes, rng)
    truth = editing.object_mask(images)
    rows, columns = np.mgrid[-1:1:28j, -1:1:28j]
    slopes = rng.uniform(-0.15, 0.15, (len(images), 2, 1, 1, 1))
    plane = slopes[:, 0] * rows[..., None] + slopes[:, 1] * columns[..., None]
    waves = 0.1 * np.sign(np.sin(9 * rows) * np.sin(9 * columns))[..., None]
    kinds = {"black": 0 * plane, "gradient": 0.3 + plane, "texture": 0.3 + plane + waves}
    fresh = np.broadcast_to(0.8 + 0 * plane, images.shape)
    wanted = paste(images, fresh, truth)
    report = {}
    for kind, background in kinds.items():
        shown = paste(images, background, truth)
        masks = {
            "threshold": (shown > 0.3).astype("float32"),
            "plane": editing.soft_mask(shown, editing.plane_background(shown)),
            "known": editing.soft_mask(shown, background),
            "truth": truth,
        }
        report[kind] = {
            name: {
                "iou": _overlap(mask > 0.5, truth == 1),
                "inside": hole_error(_bytes(paste(shown, fresh, mask)), _bytes(wanted), truth),
                "outside": hole_error(_bytes(paste(shown, fresh, mask)), _bytes(wanted), 1 - truth),
            }
            for name, mask in masks.items()
        }
    return report


def _neighbors(material, images):
    nearest, _ = metrics.nearest_neighbors(unit_to_uint8(images), material.clothes.x_train)
    return material.train[nearest]


def _spread(fills, masks):
    pairs = [(a, b) for i, a in enumerate(fills) for b in fills[:i]]
    return float(np.mean([hole_error(a, b, masks) for a, b in pairs])) if pairs else 0.0


def _overlap(found, truth):
    both, either = (found & truth).sum(axis=(1, 2, 3)), (found | truth).sum(axis=(1, 2, 3))
    return float(np.mean(both / either))


def _bytes(images):
    return unit_to_uint8(np.clip(images, 0, 1))


def _share(hits):
    return float(np.mean(hits))
