// Enam belas bilangan laten: penggeser satu per satu, dan sisipan antara dua titik A dan B.
"use strict";
window.Generatif ??= {};
Generatif.demos ??= {};

Generatif.demos["latent-sliders"] = {
  start(figure) {
    const {
      slider, button, buttons, picture, element, oncePerFrame, show, random, normals, decimal,
    } = Generatif.controls;
    const SIZE = 16;
    const LIMIT = 3;
    const STEPS = 7;
    const decoder = Generatif.network("vae16-decoder");
    const draw = random(8);
    const made = picture("Citra dari 16 bilangan");
    const strip = Array.from({ length: STEPS }, (_, i) =>
      picture(i === 0 ? "A" : i === STEPS - 1 ? "B" : `${Math.round((100 * i) / (STEPS - 1))}%`, "demo-kecil")
    );

    const clipped = () => normals(SIZE, draw).map((z) => Math.max(-LIMIT, Math.min(LIMIT, z)));
    const ends = { a: clipped(), b: clipped() };
    const between = (share) => ends.a.map((value, i) => value + share * (ends.b[i] - value));

    const paintStrip = () => {
      strip.forEach((each, i) => each.paint(decoder.run(between(i / (STEPS - 1)))));
    };
    const update = oncePerFrame(() => {
      const z = axes.map((axis) => axis.value);
      made.paint(decoder.run(z), z.map((value) => decimal(value)).join("; "));
    });
    const setAxes = (values) => {
      axes.forEach((axis, i) => (axis.value = values[i]));
      update();
    };
    const mix = slider("Campuran A ke B", { min: 0, max: 1, step: 0.05, value: 0.5, digits: 2 }, () =>
      setAxes(between(mix.value))
    );
    const range = { min: -LIMIT, max: LIMIT, step: 0.1, value: 0 };
    const axes = Array.from({ length: SIZE }, (_, i) => slider(`z${i + 1}`, range, update));
    const renew = (name) => {
      ends[name] = clipped();
      paintStrip();
      setAxes(between(mix.value));
    };

    show(
      figure,
      element("div", { className: "demo-sebaris" }, made.block),
      element("div", { className: "demo-strip" }, ...strip.map((each) => each.block)),
      mix.row,
      buttons(
        button("A baru", () => renew("a")),
        button("B baru", () => renew("b")),
        button("Semua nol", () => setAxes(new Float32Array(SIZE)))
      ),
      element("div", { className: "demo-lajur" }, ...axes.map((axis) => axis.row))
    );
    paintStrip();
    setAxes(between(mix.value));
  },
};
