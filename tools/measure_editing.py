"""Ukur penyuntingan tanpa melatih: proyeksi, arah atribut, keragaman isian, dan latar.

    GENERATIF_DATA=FOLDER_DATA python tools/measure_editing.py

Memakai jaringan yang tersimpan di gudang (`vae-fashion`, `dcgan-fashion`), masing-masing satu
pelatihan. Benih di sini memilih citra uji, titik awal pencarian, dan latar; jadi rentangnya bukan
rentang antarpelatihan. Hasilnya ditulis ke `src/generatif/measured/editing.json`.
"""

import json
import os
from datetime import date
from pathlib import Path

import click
import keras
import numpy as np

import generatif
from generatif import editing, metrics, provenance, zoo
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.filling import mean_fill, nearest_fill
from generatif.inpainting_scoring import hole_error
from generatif.masks import assign_masks
from generatif.models.context_encoder import paste
from generatif.pictures import write_atomic
from measured_report import rounded

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "src" / "generatif" / "measured" / "editing.json"
SEEDS = (2026, 1, 2)
COUNT = 200
STARTS = 8
EDITS = {"dress": (0, 3), "sleeves": (0, 2), "boot": (7, 9)}
REGION = 0.15


@click.command()
@click.option("--hasil", type=click.Path(path_type=Path), default=RESULT, help="Berkas hasil.")
@click.option("--banyak", default=COUNT, show_default=True, help="Banyak citra per benih.")
def main(hasil, banyak):
    """Ukur semua bagian untuk setiap benih."""
    generatif.configure()
    world = World(banyak)
    rows = {str(seed): measure(world, seed) for seed in SEEDS}
    report = {
        "machine": {"processor": provenance.processor(), "cores": os.cpu_count()},
        "versions": provenance.versions(),
        "commit": provenance.commit(),
        "date": date.today().isoformat(),
        "count": banyak,
        "starts": STARTS,
        "networks": {name: world.stored[name].manifest["name"] for name in world.stored},
        "seeds": rows,
        "summary": summarize(list(rows.values())),
    }
    write_atomic(hasil, (json.dumps(rounded(report), ensure_ascii=False) + "\n").encode())


class World:
    """Data, jaringan tersimpan, dan hakim.

    Args:
        count: banyak citra uji per benih.
    """

    def __init__(self, count):
        self.count = count
        self.clothes = generatif.load_fashion_mnist("full")
        self.digits = generatif.load_mnist("full")
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
        """Citra uji acak `(count, 28, 28, 1)` pecahan dari kelas-kelas itu, dan labelnya."""
        rows = np.flatnonzero(np.isin(data.y_test, list(classes)))
        rows = rng.choice(rows, min(self.count, len(rows)), replace=False)
        return scale_to_unit(data.x_test[rows]), data.y_test[rows]

    def guesses(self, images):
        """Tebakan kelas busana tiap hakim bagi citra pecahan."""
        return {
            name: judge(unit_to_uint8(images))[1].argmax(axis=1)
            for name, judge in self.judges.items()
        }


def measure(world, seed):
    """Semua ukuran untuk satu benih, `dict` bersarang berisi bilangan."""
    rng = np.random.default_rng(seed)
    row = {
        "projection": measure_projection(world, rng, seed),
        "directions": {name: measure_edit(world, rng, *EDITS[name]) for name in EDITS},
        "brightness": measure_brightness(world, rng),
        "guesses": measure_guesses(world, rng, seed),
        "background": measure_background(world, rng),
    }
    print(seed, json.dumps(rounded(row, 3)), flush=True)
    return row


def measure_projection(world, rng, seed):
    """Galat membangun kembali busana, angka, dan sampel generator itu sendiri."""
    generator = world.generators["gan"]
    latent = rng.standard_normal((world.count, generator.input_shape[-1])).astype("float32")
    sets = {
        "clothes": world.draw(world.clothes, rng),
        "digits": world.draw(world.digits, rng),
        "own": (generator.predict(latent, verbose=0), None),
    }
    return {name: _project(world, *pair, seed, name) for name, pair in sets.items()}


def _project(world, images, labels, seed, name):
    found = {
        "empty": 0 * images,
        "neighbor": _neighbors(world, images),
        "encoder": world.decode(world.codes(images)),
    }
    for key, network in world.generators.items():
        latent, errors = editing.project(network, images, starts=STARTS, seed=seed)
        found[f"{key}_one"] = network.predict(latent[0], verbose=0)
        found[f"{key}_best"] = network.predict(editing.best_start(latent, errors), verbose=0)
    rows = {}
    for key, made in found.items():
        rows[key] = {"mse": float(np.mean((made - images) ** 2))}
        if name == "clothes":
            guesses = world.guesses(made)
            rows[key] |= {f"kept_{judge}": _share(guesses[judge] == labels) for judge in guesses}
        if name == "digits":
            read = world.digit_judge(unit_to_uint8(made))[1].argmax(axis=1)
            rows[key]["kept_digit"] = _share(read == labels)
    return rows


def measure_edit(world, rng, source, target):
    """Pindahkan citra kelas `source` ke arah kelas `target`, lewat kode dan lewat piksel."""
    labels = world.clothes.y_train
    groups = labels == source, labels == target
    images, _ = world.draw(world.clothes, rng, [source])
    pixels = editing.mean_direction(world.train, *groups)
    direction = editing.mean_direction(world.train_codes, *groups)
    random = rng.standard_normal(direction.shape)
    random *= np.linalg.norm(direction) / np.linalg.norm(random)
    codes = world.codes(images)
    region = (np.abs(pixels) > REGION).astype("float32")
    edited = world.decode(codes + direction.astype("float32"))
    made = {
        "rebuilt": world.decode(codes),
        "random": world.decode(codes + random.astype("float32")),
        "latent": edited,
        "pasted": paste(edited, images, region),
        "pixels": np.clip(images + pixels, 0, 1),
    }
    outside = np.broadcast_to(1 - region, images.shape)
    real = world.train[groups[1]]
    rows = {"region": float(region.mean())}
    for key, each in made.items():
        guesses = world.guesses(each)
        _, distances = metrics.nearest_neighbors(unit_to_uint8(each), unit_to_uint8(real))
        rows[key] = {
            "outside": hole_error(unit_to_uint8(each), unit_to_uint8(images), outside),
            "distance": float(np.median(distances)),
            **{f"target_{judge}": _share(guesses[judge] == target) for judge in guesses},
            **{f"source_{judge}": _share(guesses[judge] == source) for judge in guesses},
        }
    return rows


def measure_brightness(world, rng):
    """Arah terang: kode citra tercerah dikurangi yang tergelap, di dalam tiap kelas."""
    light = world.train.mean(axis=(1, 2, 3))
    labels = world.clothes.y_train
    middle = np.array([np.median(light[labels == each]) for each in range(10)])[labels]
    direction = editing.mean_direction(world.train_codes, light < middle, light >= middle)
    images, classes = world.draw(world.clothes, rng)
    before, start = world.decode(world.codes(images)), world.codes(images)
    rows = {}
    for amount in (-1, 1):
        made = world.decode(start + amount * direction.astype("float32"))
        guesses, old = world.guesses(made), world.guesses(before)
        kept = {f"kept_{name}": _share(guesses[name] == old[name]) for name in guesses}
        rows[f"{amount:+d}"] = {"ratio": float(made.mean() / before.mean()), **kept}
    scaled = {"+1": rows["+1"]["ratio"], "-1": rows["-1"]["ratio"]}
    for sign, ratio in scaled.items():
        guesses, old = world.guesses(np.clip(images * ratio, 0, 1)), world.guesses(images)
        rows[f"pixels{sign}"] = {
            f"kept_{name}": _share(guesses[name] == old[name]) for name in guesses
        }
    return rows


def measure_guesses(world, rng, seed):
    """Isi setengah citra berkali-kali: seberapa berlainan isian yang sama-sama cocok."""
    images, labels = world.draw(world.clothes, rng)
    masks = assign_masks("half", len(images))
    fills = {
        "neighbors": np.stack(
            [nearest_fill(images, masks, world.train, rank) for rank in range(STARTS)]
        )
    }
    for key, network in world.generators.items():
        latent, errors = editing.project(network, images, 1 - masks, starts=STARTS, seed=seed)
        made = [network.predict(each, verbose=0) for each in latent]
        fills[key] = np.stack([paste(each, images, masks) for each in made])
        best = errors.argmin(axis=0)
        fills[f"{key}_best"] = fills[key][best, np.arange(len(images))][None]
    fills["mean"] = mean_fill(images, masks, world.train)[None]
    real = unit_to_uint8(images)
    rows = {}
    for key, each in fills.items():
        pixels = [unit_to_uint8(fill) for fill in each]
        guesses = np.stack([world.guesses(fill)["residual"] for fill in each])
        rows[key] = {
            "hole_error": float(np.mean([hole_error(fill, real, masks) for fill in pixels])),
            "accuracy": _share(guesses == labels),
            "spread": _spread(pixels, masks),
            "classes": float(np.mean([len(set(column)) for column in guesses.T])),
            "several": _share(guesses.min(axis=0) != guesses.max(axis=0)),
        }
    return rows


def measure_background(world, rng):
    """Topeng objek yang ditebak terhadap topeng yang diketahui, lalu latar diganti."""
    images, _ = world.draw(world.clothes, rng)
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


def summarize(rows):
    """Rerata, terendah, dan tertinggi tiap bilangan atas semua benih, susunannya tetap."""
    if isinstance(rows[0], dict):
        return {key: summarize([row[key] for row in rows]) for key in rows[0]}
    return {"mean": float(np.mean(rows)), "low": min(rows), "high": max(rows)}


def _neighbors(world, images):
    nearest, _ = metrics.nearest_neighbors(unit_to_uint8(images), world.clothes.x_train)
    return world.train[nearest]


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


if __name__ == "__main__":
    main()
