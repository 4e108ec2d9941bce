"""Bagian kelas: kuis dan pemeriksa latihan. Inti paket tidak mengimpornya."""
