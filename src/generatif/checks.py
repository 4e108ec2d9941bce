"""Pemeriksaan argumen yang dipakai beberapa modul."""

import numpy as np


def require_positive_int(**values):
    """Tolak nilai yang bukan bilangan bulat positif.

    Args:
        **values: nama argumen dan nilainya.

    Raises:
        ValueError: menyebut nama, nilai yang diterima, dan yang diharapkan.
    """
    for name, value in values.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} = {value!r}; yang diharapkan: bilangan bulat positif.")


def require(condition, name, value, expected):
    """Tolak nilai yang tidak memenuhi syarat.

    Args:
        condition: syarat yang harus benar.
        name: nama argumen.
        value: nilai yang diterima.
        expected: uraian nilai yang diharapkan.

    Raises:
        ValueError: bila `condition` salah.
    """
    if not condition:
        raise ValueError(f"{name} = {value!r}; yang diharapkan: {expected}.")


def require_matching_networks(generator, discriminator):
    """Tolak sepasang jaringan yang bentuknya tidak bersambung.

    Args:
        generator: model Keras yang membuat citra.
        discriminator: model Keras yang menilainya dengan satu logit.

    Raises:
        ValueError: bila citra yang dibuat tidak dapat dinilai.
    """
    made, expected = generator.output_shape[1:], discriminator.input_shape[1:]
    if made != expected:
        raise ValueError(
            f"Generator membuat citra berbentuk {made}, sedangkan diskriminator menerima "
            f"{expected}. Samakan bentuk (tinggi, lebar, kanal) kedua jaringan."
        )
    if discriminator.output_shape[1:] != (1,):
        raise ValueError(
            f"Diskriminator mengeluarkan bentuk {discriminator.output_shape[1:]}, seharusnya (1,): "
            "satu logit per citra. Akhiri dengan Dense(1) tanpa aktivasi."
        )


def require_float_images(images, expected):
    """Tolak data yang bukan citra pecahan berbentuk benar.

    Args:
        images: larik, atau `element_spec` sebuah `tf.data.Dataset`.
        expected: bentuk masukan jaringan, `(None, H, W, C)`.

    Raises:
        TypeError: bila data memuat label atau bukan pecahan.
        ValueError: bila bentuknya lain, atau larik kosong atau memuat NaN.
    """
    if isinstance(images, (tuple, list)):
        raise TypeError(
            f"Data berisi {len(images)} bagian, misalnya citra dan label; GAN ini hanya menerima "
            "citra. Buang labelnya: make_dataset(images)."
        )
    if tuple(images.shape[1:]) != expected[1:]:
        raise ValueError(
            f"Citra asli berbentuk {tuple(images.shape[1:])}, sedangkan diskriminator menerima "
            f"{expected[1:]}. Periksa ukuran dan jumlah kanal data Anda."
        )
    if "float" not in str(images.dtype):
        raise TypeError(
            f"Citra asli bertipe {images.dtype}, seharusnya float32. Ubah dulu dengan "
            "generatif.scale_to_symmetric (rentang [-1, 1], cocok dengan tanh)."
        )
    if isinstance(images, np.ndarray) and not (len(images) and np.isfinite(images).all()):
        raise ValueError(
            f"Larik {len(images)} citra kosong atau memuat NaN atau tak hingga. Periksa cara "
            "data dibaca dan diskalakan."
        )


def require_labels(labels, count, classes):
    """Tolak label yang bukan bilangan bulat 0 sampai K - 1, satu per citra.

    Args:
        labels: larik label.
        count: banyak citra.
        classes: banyak kelas K.

    Raises:
        ValueError: menyebut bentuk dan tipe yang diterima dan yang diharapkan.
    """
    labels = np.asarray(labels)
    right = labels.shape == (count,) and labels.dtype.kind in "iu"
    if not right or labels.min() < 0 or labels.max() >= classes:
        raise ValueError(
            f"Label bertipe {labels.dtype} dan berbentuk {labels.shape}; yang diharapkan: "
            f"{count} bilangan bulat dari 0 sampai {classes - 1}, satu per citra. Kelas di luar "
            "selang itu menjadi vektor nol tanpa peringatan."
        )


def require_latent(latent, latent_dim):
    """Tolak vektor laten yang bentuknya bukan `(B, latent_dim)`.

    Args:
        latent: larik atau tensor.
        latent_dim: ukuran vektor laten model.

    Raises:
        ValueError: menyebut bentuk yang diterima dan yang diharapkan.
    """
    if len(latent.shape) != 2 or latent.shape[-1] != latent_dim:
        raise ValueError(
            f"Larik vektor laten berbentuk {tuple(latent.shape)}, seharusnya (B, {latent_dim}): "
            "satu baris per citra. Gunakan latent_dim yang sama dengan saat model dibuat."
        )
