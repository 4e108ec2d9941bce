"""Urutan data pelatihan: isi *batch* adalah fungsi murni dari benih, epoch, dan langkah.

Karena tidak ada keadaan tersembunyi, pelatihan yang dilanjutkan di tengah epoch melihat *batch*
yang sama dengan pelatihan yang tidak terputus.
"""

import numpy as np


def epoch_order(count, seed, epoch):
    """Urutan acak indeks data pada sebuah epoch.

    Args:
        count: banyak contoh N.
        seed: benih pelatihan.
        epoch: nomor epoch, mulai dari 0.

    Returns:
        Larik `int32` `(N,)`, permutasi 0 sampai N - 1.
    """
    return np.random.default_rng([seed, epoch]).permutation(count).astype("int32")


def gather_batch(tensors, order, step, batch_size):
    """Ambil *batch* ke-`step` dari data yang seluruhnya ada di memori.

    Args:
        tensors: daftar tensor `(N, ...)`.
        order: tensor `int32` `(N,)` dari :func:`epoch_order`.
        step: nomor langkah di dalam epoch, mulai dari 0.
        batch_size: banyak contoh B.

    Returns:
        Daftar tensor `(B, ...)`.
    """
    import tensorflow as tf

    rows = order[step * batch_size : (step + 1) * batch_size]
    return [tf.gather(tensor, rows) for tensor in tensors]
