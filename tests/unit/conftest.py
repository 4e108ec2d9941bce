"""Uji unit memakai pengaturan TensorFlow yang sama dengan buku."""

import generatif

generatif.configure()
