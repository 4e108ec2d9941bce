"""Ukuran translasi citra: dekat dengan kebenaran, sekelas, terikat pada asalnya, atau bersembunyi.

Mutu diukur atas keluaran yang sudah dibulatkan menjadi `uint8`, seperti citra yang dilihat
pembaca. Hanya uji sinyal tersembunyi yang memakai keluaran utuh.
"""

from functools import cached_property

import numpy as np

from generatif import metrics
from generatif.classifiers import load_classifiers
from generatif.data import scale_to_unit, unit_to_uint8
from generatif.models.cyclegan import DIRECTIONS
from generatif.recipes import REPORTED_COUNT

ORIGIN_COUNT = 1_000
FILL_COUNT = 10_000
NOISE_LEVELS = (2, 8, 32)


def split_directions(network):
    """Ambil penerjemah setiap arah dari jaringan utama sebuah resep translasi.

    Args:
        network: generator pix2pix, atau model berkeluaran dua dari
            `generatif.models.cyclegan.join_networks`.

    Returns:
        `dict` `"forward"` (sumber ke sasaran) dan, bila ada, `"backward"` ke model Keras.
    """
    if len(network.outputs) == 1:
        return {"forward": network}
    return {name: network.get_layer(name) for name in DIRECTIONS}


def translate_pixels(network, pixels):
    """Terjemahkan, dipotong ke [0, 1] tetapi tidak dibulatkan.

    Args:
        network: model Keras `(B, 28, 28, 1) -> (B, 28, 28, 1)`.
        pixels: larik pecahan `(N, 28, 28, 1)` dalam [0, 1].

    Returns:
        Larik `float32` `(N, 28, 28, 1)` dalam [0, 1].
    """
    return np.clip(network.predict(pixels, batch_size=500, verbose=0), 0, 1)


def translate(network, pixels):
    """Terjemahkan, lalu bulatkan ke 8 bit.

    Args:
        network: lihat :func:`translate_pixels`.
        pixels: lihat :func:`translate_pixels`.

    Returns:
        Larik `uint8` `(N, 28, 28, 1)`.
    """
    return unit_to_uint8(translate_pixels(network, pixels))


def l1(a, b):
    """Rerata selisih mutlak piksel, dalam satuan [0, 1].

    Args:
        a: larik `uint8` `(N, H, W, C)`.
        b: larik `uint8` berbentuk sama.

    Returns:
        Bilangan dalam [0, 1].
    """
    return float(np.abs(scale_to_unit(a) - scale_to_unit(b)).mean())


def origin_rate(made, sources):
    """Hitung seberapa sering asal sebuah terjemahan dapat dikenali kembali.

    Setiap kumpulan dikurangi reratanya dulu, sehingga perbedaan yang sama bagi semua citra (semua
    bot lebih tinggi daripada semua sepatu kets) tidak dihitung; lalu setiap terjemahan mencari
    asal yang korelasinya terbesar.

    Args:
        made: larik `uint8` `(N, H, W, C)`, terjemahan `sources`.
        sources: larik `uint8` berbentuk sama.

    Returns:
        Bagian terjemahan yang, di antara semua `sources`, paling berkorelasi dengan asalnya
        sendiri; sekitar 1 / N bila terjemahannya tidak bergantung pada masukannya.
    """
    likeness = _centered(made) @ _centered(sources).T
    return float(np.mean(likeness.argmax(axis=1) == np.arange(len(sources))))


def fill_outlines(outlines, gray):
    """Isi garis tepi dengan satu tingkat keabuan, tanpa pelatihan.

    Args:
        outlines: larik `uint8` `(N, H, W, 1)`; garisnya bukan nol.
        gray: tingkat keabuan 0 sampai 255.

    Returns:
        Larik `uint8` berbentuk sama: `gray` di piksel yang punya garis di kedua sisinya (atau di
        tempatnya sendiri), mendatar maupun tegak; 0 di luarnya.
    """
    return np.where(_enclosed(outlines), gray, 0).astype("uint8")


def perturbations(pixels, seed=0):
    """Usikan yang hampir tidak mengubah arti sebuah citra.

    Args:
        pixels: larik pecahan `(N, H, W, C)` dalam [0, 1].
        seed: benih derau.

    Returns:
        `dict` nama ke larik sebentuk: `"rounded"` (8 bit), `"binary"` (hitam atau putih), dan
        `"noise_<s>"`, derau Gauss bersimpangan baku s tingkat keabuan yang dipotong ke [0, 1].
    """
    noise = np.random.default_rng(seed).standard_normal(pixels.shape).astype("float32")
    return {
        "rounded": np.rint(255 * pixels) / np.float32(255),
        "binary": (pixels > 0.5).astype("float32"),
        **{f"noise_{s}": np.clip(pixels + s / 255 * noise, 0, 1) for s in NOISE_LEVELS},
    }


def hidden_signal(there, back, source, target):
    """Uji apakah terjemahan memuat pesan halus bagi generator balik.

    Args:
        there: model Keras ke domain tujuan.
        back: model Keras ke domain asal.
        source: larik `uint8` `(N, H, W, 1)`, citra domain asal.
        target: larik `uint8` `(M, H, W, 1)`, citra asli domain tujuan, sebagai pembanding.

    Returns:
        `dict` tiga `dict` menurut usikan: `return`, L1 antara `source` dan pulangnya, termasuk
        `"exact"` tanpa usikan; `change`, L1 antara pulang dengan dan tanpa usikan; dan `control`,
        perubahan yang sama bila yang diusik citra asli domain tujuan.
    """
    pixels, real = scale_to_unit(source), scale_to_unit(target)
    made = translate_pixels(there, pixels)
    returned, control = translate_pixels(back, made), translate_pixels(back, real)
    scores = {"return": {"exact": _gap(returned, pixels)}, "change": {}, "control": {}}
    for name, perturbed in perturbations(made).items():
        again = translate_pixels(back, perturbed)
        scores["return"][name] = _gap(again, pixels)
        scores["change"][name] = _gap(again, returned)
    for name, perturbed in perturbations(real).items():
        scores["control"][name] = _gap(translate_pixels(back, perturbed), control)
    return scores


class TranslationScorer:
    """Ukuran sebuah penerjemah atas data uji, dengan kedua pengklasifikasi beku.

    Args:
        recipe: :class:`~generatif.recipes.translation.TranslationRecipe`.
        count: banyak citra setiap domain, paling banyak.
    """

    def __init__(self, recipe, count=REPORTED_COUNT):
        self.recipe = recipe
        self.count = count

    def epoch(self, network):
        """L1 terhadap kebenaran, bila ada, dan ketelitian kelas atas citra latih pertama.

        Args:
            network: lihat :func:`split_directions`.

        Returns:
            `dict` dengan kunci `train_accuracy_<nama pengklasifikasi>` dan mungkin `train_l1`.
        """
        domains = self._train
        source, wanted = domains.x[: self.count], domains.y_wanted[: self.count]
        made = translate(split_directions(network)["forward"], scale_to_unit(source))
        row = {
            f"train_accuracy_{name}": float(np.mean(each(made)[1].argmax(axis=1) == wanted))
            for name, each in self._classifiers.items()
        }
        return row | ({"train_l1": l1(made, domains.y[: self.count])} if domains.paired else {})

    def final(self, network):
        """Ukuran lengkap atas data uji.

        Args:
            network: lihat :func:`split_directions`.

        Returns:
            `dict`: `count`, `parameters`, `classifiers`, lalu per arah isi :meth:`scores`; bila
            ada dua arah juga `hidden`, lihat :func:`hidden_signal`.
        """
        networks = split_directions(network)
        row = {
            "count": len(self._side("forward")[0]),
            "parameters": network.count_params(),
            "classifiers": {
                name: each.manifest["sha256"] for name, each in self._classifiers.items()
            },
        }
        for direction, each in networks.items():
            source, target, _ = self._side(direction)
            row[direction] = self.scores(direction, translate(each, scale_to_unit(source)))
            if len(networks) == 2:
                back = networks[DIRECTIONS[1 - DIRECTIONS.index(direction)]]
                row[direction]["hidden"] = hidden_signal(each, back, source, target)
        return row

    def scores(self, direction, made):
        """Bandingkan terjemahan dengan asalnya dan dengan domain tujuannya.

        Args:
            direction: `"forward"` atau `"backward"`.
            made: larik `uint8`, terjemahan semua citra domain asal.

        Returns:
            `dict` `moved` (L1 terhadap asalnya), `origin` (:func:`origin_rate` atas 1.000 citra
            pertama), `judges` (menurut pengklasifikasi, `accuracy` dan `frechet`), dan, bila
            kebenarannya ada, `l1`.
        """
        source, target, wanted = self._side(direction)
        judges = {}
        for name, classifier in self._classifiers.items():
            features, probabilities = classifier(made)
            judges[name] = {
                "accuracy": float(np.mean(probabilities.argmax(axis=1) == wanted)),
                "frechet": metrics.frechet_distance(features, classifier(target)[0]),
            }
        row = {
            "moved": l1(made, source),
            "origin": origin_rate(made[:ORIGIN_COUNT], source[:ORIGIN_COUNT]),
            "judges": judges,
        }
        return row | ({"l1": l1(made, target)} if self._test.paired else {})

    def baselines(self):
        """Ukuran cara tanpa pelatihan.

        Returns:
            `dict` nama cara ke `dict` arah ke isi :meth:`scores`: `"copy"`, masukannya sendiri;
            `"real"`, citra asli domain tujuan. Garis tepi, ke busana saja: `"fill"`, satu tingkat
            keabuan di dalam garis; `"neighbor"`, busana latih yang garis tepinya paling mirip.
            Sepatu: `"stranger"`, citra latih domain tujuan yang dipilih tanpa melihat masukan.
        """
        rows = {
            "copy": {each: self.scores(each, self._side(each)[0]) for each in DIRECTIONS},
            "real": {each: self._real(each) for each in DIRECTIONS},
        }
        if not self._test.paired:
            strangers = {
                "forward": self._train.y[: len(self._side("forward")[0])],
                "backward": self._train.x[: len(self._side("backward")[0])],
            }
            rows["stranger"] = {key: self.scores(key, each) for key, each in strangers.items()}
            return rows
        outlines = self._test.x[: self.count]
        nearest, _ = metrics.nearest_neighbors(outlines, self._train.x)
        filled = fill_outlines(outlines, self.typical_gray())
        rows["neighbor"] = {"forward": self.scores("forward", self._train.y[nearest])}
        rows["fill"] = {"forward": self.scores("forward", filled)}
        return rows

    def typical_gray(self):
        """Median keabuan busana latih di dalam garis tepinya, bilangan bulat 0 sampai 255."""
        outlines, garments = self._train.x[:FILL_COUNT], self._train.y[:FILL_COUNT]
        return round(float(np.median(garments[_enclosed(outlines)])))

    def summary(self, metrics):
        """Pilih ukuran terpenting dari :meth:`final`.

        Args:
            metrics: keluaran :meth:`final`.

        Returns:
            Baris-baris tabel; yang pertama kepalanya.
        """
        rows = [("UKURAN", "NILAI")]
        for direction, label in zip(DIRECTIONS, ("ke sasaran", "ke sumber"), strict=True):
            for name, row in metrics.get(direction, {}).get("judges", {}).items():
                rows += [
                    (f"ketelitian {label}, {name}", f"{row['accuracy']:.3f}"),
                    (f"jarak Fréchet {label}, {name}", f"{row['frechet']:.2f}"),
                ]
        return rows

    def _real(self, direction):
        _, target, wanted = self._side(direction)
        labels = np.resize(wanted, len(target))
        return {
            "judges": {
                name: {"accuracy": float(np.mean(each(target)[1].argmax(axis=1) == labels))}
                for name, each in self._classifiers.items()
            }
        }

    def _side(self, direction):
        """Citra asal, citra tujuan, dan label yang diharapkan bagi terjemahannya."""
        test, part = self._test, slice(self.count)
        if direction == "forward":
            return test.x[part], test.y[part], test.y_wanted[part]
        return test.y[part], test.x[part], test.x_wanted[part]

    @cached_property
    def _data(self):
        return self.recipe.load()

    @cached_property
    def _train(self):
        return self.recipe.domains(self._data.x_train, self._data.y_train)

    @cached_property
    def _test(self):
        return self.recipe.domains(self._data.x_test, self._data.y_test)

    @cached_property
    def _classifiers(self):
        return load_classifiers(self.recipe.data)


def _enclosed(outlines):
    drawn = outlines > 0
    sides = [
        np.logical_or.accumulate(drawn, axis) & _flipped_accumulate(drawn, axis) for axis in (1, 2)
    ]
    return sides[0] & sides[1]


def _flipped_accumulate(drawn, axis):
    return np.flip(np.logical_or.accumulate(np.flip(drawn, axis), axis), axis)


def _centered(images):
    rows = scale_to_unit(images).reshape(len(images), -1)
    rows = rows - rows.mean(axis=0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _gap(a, b):
    return float(np.abs(a - b).mean())
