// Kode jarang: bangun kembali sebuah citra hanya dari k unit terbesar, dan matikan unit satu-satu.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["sparse-units"] = {
  start(figure) {
    const {
      PIXELS, sampleCount, sampleName, slider, button, buttons, picture, element, oncePerFrame, sampleImage,
      show, decimal,
    } = Generatif.controls;
    const SHOWN = 12;
    const decoder = Generatif.network("sparse-decoder");
    const { units, data } = Generatif.weights["sparse-codes"];
    const codes = Generatif.readHalves(Generatif.bytesFromBase64(data));
    const { kernel } = decoder.layers[0];
    const original = picture("Citra asli");
    const made = picture("Dari unit yang menyala");
    const tiles = element("div", { className: "demo-strip" });
    const silenced = new Set();
    let sample = 7;

    const code = () => codes.subarray(sample * units, (sample + 1) * units);
    const ranked = () => Array.from(code().keys()).sort((a, b) => code()[b] - code()[a]);

    // Citra sebuah unit: kolom bobot dekodernya, direntangkan ke [0, 1]; abu-abu berarti nol.
    function unitImage(unit) {
      const weights = kernel.subarray(unit * PIXELS, (unit + 1) * PIXELS);
      const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
      return weights.map((weight) => 0.5 + weight / (2 * largest));
    }

    const update = oncePerFrame(() => {
      const values = new Float32Array(units);
      for (const unit of ranked().slice(0, count.value)) {
        if (!silenced.has(unit)) values[unit] = code()[unit];
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
    const range = { min: 0, max: units, step: 1, value: 20, digits: 0 };
    const count = slider("Unit terbesar yang dipakai", range, update);
    show(
      figure,
      element("div", { className: "demo-sebaris" }, original.block, made.block),
      count.row,
      tiles,
      buttons(button("Contoh berikutnya", () => choose((sample + 1) % sampleCount())))
    );
    choose(sample);
  },
};
