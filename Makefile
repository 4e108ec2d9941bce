# Pembungkus tipis: semua perintah ada di tools/tasks.py (tanpa make: lihat README.md).

SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
CANDIDATES = python3 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for p in $(CANDIDATES); do "$$p" -c '$(SUPPORTED)' 2>/dev/null && echo "$$p" && break; done)

.PHONY: buku luring pdf uji uji-cepat uji-lambat terbit tolok-ukur bersih

buku luring pdf uji uji-cepat uji-lambat terbit tolok-ukur bersih:
	$(if $(PYTHON),,$(error Python 3.11 sampai 3.13 tidak ditemukan. Pasang dulu; di Debian atau Ubuntu: sudo apt install python3 python3-venv))
	@$(PYTHON) tools/tasks.py $@ $(FOLDER)
