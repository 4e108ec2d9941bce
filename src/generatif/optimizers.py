"""Pengoptimal yang dipakai beberapa model tanpa perubahan."""

import keras


def cosine_adam(learning_rate, steps=None):
    """Adam yang laju pembelajarannya turun menurut kosinus sampai nol.

    Sumber: Kingma dan Ba (2015), arXiv 1412.6980; jadwal kosinus dari Loshchilov dan Hutter
    (2017), arXiv 1608.03983, tanpa pengulangan.

    Args:
        learning_rate: laju pembelajaran pada langkah pertama.
        steps: banyak langkah seluruh pelatihan; `None` untuk laju tetap.

    Returns:
        `keras.optimizers.Adam`.
    """
    if steps is None:
        return keras.optimizers.Adam(learning_rate)
    return keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(learning_rate, steps))
