"""Jaringan dan algoritma pelatihan, satu makalah satu berkas."""
