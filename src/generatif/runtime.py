"""Menyiapkan TensorFlow sebelum diimpor: benih, kecepatan, dan pesan."""

import logging
import os
import sys
import warnings

import numpy as np


def configure(seed=None):
    """Siapkan lingkungan untuk pelatihan yang cepat di CPU dan dapat diulang.

    Panggil sekali di awal, sebelum `import keras` atau `import tensorflow`. Pada prosesor
    tanpa AVX-512 VNNI, misalnya banyak AMD, TensorFlow membiarkan oneDNN mati; di sini oneDNN
    dinyalakan kecuali Anda sudah menetapkan `TF_ENABLE_ONEDNN_OPTS` sendiri. Nasihat TensorFlow
    tentang pelacakan ulang disembunyikan: `predict` pada beberapa model selalu menimbulkannya.

    Benih yang sama memberi bit yang sama hanya pada mesin, jumlah *thread*, dan versi yang
    sama; di mesin lain tidak dijanjikan.

    Args:
        seed: `int` di [0, 2**32), atau `None` untuk tidak menetapkan benih.

    Raises:
        ValueError: bila `seed` bukan bilangan bulat di dalam selang.
    """
    if seed is not None and not (isinstance(seed, int) and 0 <= seed < 2**32):
        raise ValueError(f"seed = {seed!r}; yang diharapkan: bilangan bulat di [0, 2**32).")
    if "tensorflow" in sys.modules and "TF_ENABLE_ONEDNN_OPTS" not in os.environ:
        warnings.warn(
            "TensorFlow sudah diimpor, sehingga oneDNN tidak dapat dinyalakan lagi. Panggil "
            "generatif.configure() sebelum mengimpor keras atau tensorflow.",
            stacklevel=2,
        )
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").addFilter(_is_not_retracing_advice)
    if seed is not None:
        import keras

        keras.utils.set_random_seed(seed)


def _is_not_retracing_advice(record):
    return "triggered tf.function retracing" not in record.getMessage()


def split_seed(seed, count):
    """Turunkan beberapa benih yang saling bebas dari satu benih.

    Args:
        seed: bilangan bulat >= 0, atau `None` untuk benih dari sistem operasi.
        count: banyak benih yang diminta.

    Returns:
        Daftar `count` bilangan bulat di [0, 2**32), dari `numpy.random.SeedSequence`.
    """
    return [int(state) for state in np.random.SeedSequence(seed).generate_state(count)]
