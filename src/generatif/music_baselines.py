"""Pembuat musik tanpa jaringan saraf: undian lepas, dan rantai Markov atas akord."""

import numpy as np

from generatif.checks import require_positive_int


def draw_independent(windows, count, seed=None):
    """Undi setiap nada dari sebaran nada suaranya, lepas dari langkah dan suara lain.

    Args:
        windows: larik `(N, T, V)`, data latih.
        count: banyak potongan.
        seed: benih `numpy.random.default_rng`.

    Returns:
        Larik `(count, T, V)` dari jenis yang sama.
    """
    rng = np.random.default_rng(seed)
    _, steps, voices = windows.shape
    drawn = [rng.choice(windows[..., voice].ravel(), (count, steps)) for voice in range(voices)]
    return np.stack(drawn, axis=-1)


class ChordChain:
    """Rantai Markov orde satu: akord berikutnya diundi dari yang pernah menyusul akord sekarang.

    Args:
        windows: larik `(N, T, V)`, data latih.
        period: 1 bila letak di dalam birama diabaikan; 8 bila akord yang sama di letak lain
            dianggap keadaan lain.

    Raises:
        ValueError: bila `period` bukan bilangan bulat positif.
    """

    def __init__(self, windows, period=1):
        require_positive_int(period=period)
        self.windows = windows
        self.period = period
        self.followers = {}
        for window in windows:
            for step in range(len(window) - 1):
                key = self._state(step, window[step])
                self.followers.setdefault(key, []).append(window[step + 1])

    def sample(self, count, seed=None):
        """Buat potongan; akord pertamanya akord pertama sebuah potongan latih.

        Akord yang tidak pernah disusul apa pun disusul akord pertama potongan lain.

        Args:
            count: banyak potongan.
            seed: benih `numpy.random.default_rng`.

        Returns:
            Larik `(count, T, V)` dari jenis yang sama.
        """
        rng = np.random.default_rng(seed)
        made = np.empty((count, *self.windows.shape[1:]), self.windows.dtype)
        for window in made:
            window[0] = rng.choice(self.windows[:, 0])
            for step in range(1, len(window)):
                state = self._state(step - 1, window[step - 1])
                options = self.followers.get(state, self.windows[:, 0])
                window[step] = options[rng.integers(len(options))]
        return made

    def _state(self, step, chord):
        return step % self.period, chord.tobytes()
