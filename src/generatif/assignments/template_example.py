"""Butir tugas rahasia. Simpan di luar folder yang dibagikan; jangan masukkan ke repositori umum.

Ubah contoh ini, lalu: generatif tugas buat --butir-dosen FOLDER_INI --butir rerata-contoh:20 …
"""

from generatif.assignments.items import Item, Mistake


def constants(generator):
    """Bilangan yang berbeda bagi setiap mahasiswa; ambil dari rentang yang luas.

    Hapus fungsi ini, dan `constants=constants` di bawah, bila soalnya sama bagi semua.
    Nilainya bilangan, teks, atau daftar biasa, dan ditulis @offset@ di dalam teks.
    """
    return {"offset": int(generator.integers(1, 10_000)) / 1000}


def inputs(generator, constants):
    """Argumen satu pemanggilan, dari benih rahasia tugas."""
    return (generator.normal(size=8),)


ITEMS = (
    Item(
        id="rerata-contoh",
        title="Rerata yang digeser",
        function="shifted_mean",
        constants=constants,
        inputs=inputs,
        prompt="Tulis `shifted_mean(values)`: rerata larik `values` ditambah @offset@.",
        starter='''def shifted_mean(values):
    """Rerata ditambah @offset@."""
    raise NotImplementedError
''',
        # Jawaban acuan; NumPy tersedia sebagai np.
        solution="""def shifted_mean(values):
    return np.mean(values) + @offset@
""",
        # Tampil bila hasilnya salah dan tidak cocok dengan satu pun kekeliruan di bawah.
        hint="Hitung reratanya dulu, baru tambahkan bilangan Anda.",
        # Jawaban keliru yang lazim; umpan baliknya diberikan bila hasilnya sama.
        mistakes=(
            Mistake(
                """def shifted_mean(values):
    return np.mean(values)
""",
                "Bilangan Anda belum ditambahkan.",
            ),
        ),
    ),
)
