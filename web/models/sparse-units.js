// Kode jarang: bangun kembali sebuah citra hanya dari k unit terbesar, dan matikan unit satu-satu.
// Unit terbesar citra pembuka datang lebih dahulu; sisanya menyusul (tools/export_demo_models.py).
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["sparse-units"] = {
  start(figure, loadRest) {
    const {
      PIXELS, sampleCount, sampleName, slider, button, buttons, picture, element, oncePerFrame, sampleImage,
      show, decimal,
    } = Generatif.controls;
    const SHOWN = 12;
    const OPENING = 7;
    const { units, data } = Generatif.weights["sparse-codes"];
    const codes = Generatif.readHalves(Generatif.bytesFromBase64(data));
    let decoder = Generatif.network("sparse-first");
    const original = picture("Citra asli");
    const made = picture("Dari unit yang menyala");
    const tiles = element("div", { className: "demo-strip" });
    const silenced = new Set();
    let sample = OPENING;

    const code = () => codes.subarray(sample * units, (sample + 1) * units);
    const ranked = () => Array.from(code().keys()).sort((a, b) => code()[b] - code()[a]);

    // Baris kernel setiap unit: urutan aktivasinya pada citra pembuka.
    const rows = new Map(ranked().map((unit, row) => [unit, row]));

    // Kernel utuh: baris pertama, baris sisanya, lalu skala dan bias dari berkas pertama.
    function wholeDecoder() {
      const first = Generatif.weights["sparse-first"];
      const [head, rest] = [first, Generatif.weights["sparse-rest"]].map((entry) =>
        Generatif.bytesFromBase64(entry.data)
      );
      const [dense, ...others] = first.layers;
      const layers = [{ ...dense, weights: units * PIXELS }, ...others];
      const parts = [head.subarray(0, dense.weights), rest, head.subarray(dense.weights)];
      const bytes = new Uint8Array(head.length + rest.length);
      let position = 0;
      for (const part of parts) {
        bytes.set(part, position);
        position += part.length;
      }
      return new Generatif.Network({ input: [1, 1, units], layers }, bytes);
    }

    // Citra sebuah unit: kolom bobot dekodernya, direntangkan ke [0, 1]; abu-abu berarti nol.
    function unitImage(unit) {
      const row = rows.get(unit);
      const weights = decoder.layers[0].kernel.subarray(row * PIXELS, (row + 1) * PIXELS);
      const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
      return weights.map((weight) => 0.5 + weight / (2 * largest));
    }

    const update = oncePerFrame(() => {
      const values = new Float32Array(decoder.input[2]);
      for (const unit of ranked().slice(0, count.value)) {
        if (!silenced.has(unit)) values[rows.get(unit)] = code()[unit];
      }
      original.paint(sampleImage(sample), sampleName(sample));
      made.paint(decoder.run(values), `${count.value} unit terbesar`);
    });

    function unitTile(unit) {
      const image = picture(decimal(code()[unit], 2), "demo-kecil");
      image.paint(unitImage(unit));
      image.canvas.setAttribute("aria-hidden", "true");
      const toggle = button("", () => {
        if (!silenced.delete(unit)) silenced.add(unit);
        toggle.setAttribute("aria-pressed", String(!silenced.has(unit)));
        update();
      });
      toggle.className = "demo-unit";
      toggle.setAttribute("aria-pressed", "true");
      toggle.setAttribute("aria-label", `Unit ${unit}, aktivasi ${decimal(code()[unit], 2)}`);
      toggle.append(image.block);
      return toggle;
    }

    function choose(index) {
      sample = index;
      silenced.clear();
      tiles.replaceChildren(...ranked().slice(0, SHOWN).map(unitTile));
      update();
    }
    const range = { min: 0, max: decoder.input[2], step: 1, value: 20, digits: 0 };
    const count = slider("Unit terbesar yang dipakai", range, update);
    const next = button("Contoh berikutnya", () => choose((sample + 1) % sampleCount()));
    next.disabled = true;
    show(
      figure,
      element("div", { className: "demo-sebaris" }, original.block, made.block),
      count.row,
      tiles,
      buttons(next)
    );
    choose(sample);
    loadRest(() => {
      decoder = wholeDecoder();
      count.max = units;
      next.disabled = false;
    });
  },
};
