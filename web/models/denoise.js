// Gambar, beri derau, lalu lihat jaringan membersihkannya.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos.denoise = {
  start(figure) {
    const {
      PIXELS, sampleCount, slider, button, buttons, picture, element, oncePerFrame, followPointer,
      stroke, random, normals, sampleImage, show, decimal, SIDE,
    } = Generatif.controls;
    const denoiser = Generatif.network("denoiser");
    const draw = random(8);
    const clean = picture("Gambar Anda", "demo-citra demo-kanvas");
    const noisy = picture("Berderau: masukan");
    const made = picture("Keluaran jaringan");
    let pixels = sampleImage(6);
    let noise = normals(PIXELS, draw);
    let sample = 6;

    const update = oncePerFrame(() => {
      const input = pixels.map((value, i) =>
        Math.max(0, Math.min(1, value + level.value * noise[i]))
      );
      const words = `simpangan baku derau ${decimal(level.value, 2)}`;
      clean.paint(pixels);
      noisy.paint(input, words);
      made.paint(denoiser.run(input), words);
    });
    const level = slider("Derau", { min: 0, max: 1, step: 0.05, value: 0.4, digits: 2 }, update);
    followPointer(clean.canvas, (x, y) => {
      stroke(pixels, x * SIDE, y * SIDE);
      update();
    });
    const next = button("Contoh berikutnya", () => {
      sample = (sample + 1) % sampleCount();
      pixels = sampleImage(sample);
      update();
    });
    const erase = button("Hapus", () => {
      pixels = new Float32Array(PIXELS);
      update();
    });
    const renew = button("Derau baru", () => {
      noise = normals(PIXELS, draw);
      update();
    });
    show(
      figure,
      element("div", { className: "demo-sebaris" }, clean.block, noisy.block, made.block),
      level.row,
      buttons(next, renew, erase)
    );
    update();
  },
};
