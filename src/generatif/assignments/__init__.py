"""Tugas bernilai: dirakit dari butir, dibagikan, lalu dinilai di mesin dosen.

Inti paket tidak mengimpor bagian ini. Butir di dalam paket, beserta jawaban acuannya, dapat
dibaca mahasiswa; butir rahasia ditulis di folder dosen (lihat :mod:`generatif.assignments.items`).
"""
