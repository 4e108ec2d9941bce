"use strict";
// Demo gan2d: kendali, pelatihan per bingkai gambar, dan gambarnya. Tidak ada yang bergerak
// sebelum pembaca menekan "Mulai".
(function () {
  const { game: Game, points: Points, drawing: Drawing, network: Network } = Generatif;
  const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01];
  const SHOWN = 150;
  const MEASURED = 256;
  const MEASURE_EVERY = 20;
  const LONGEST_HISTORY = 600;
  const FRAME_MS = 12;
  const SLOW_MS = 500;
  const GRID = Drawing.gridPoints();

  const radio = (name, value, words, checked = "") =>
    `<label><input type="radio" name="gan2d-${name}" value="${value}" ${checked}>${words}</label>`;

  const rate = (name, words) =>
    `<label>${words} <input type="range" data-role="${name}" min="0" max="${RATES.length - 1}">
    <output data-role="${name}-value"></output></label>`;

  const PANEL = `
    <div class="demo-tombol">
      <button type="button" data-role="play">Mulai</button>
      <button type="button" data-role="step">Satu langkah</button>
      <button type="button" data-role="reset">Ulang</button>
      <label><input type="checkbox" data-role="slow">Pelan</label>
    </div>
    <div class="demo-tombol">
      <button type="button" data-role="collapsed">Setelan gagal</button>
      <button type="button" data-role="cured">Setelan sembuh</button>
    </div>
    <div class="gan2d-gambar">
      <canvas data-role="field" role="img"></canvas>
      <div>
        <canvas data-role="losses" role="img"></canvas>
        <canvas data-role="distance" role="img"></canvas>
        <canvas data-role="modes" role="img"></canvas>
      </div>
    </div>
    <p data-role="status"></p>
    <p>Kotak: data. Bulatan: titik buatan; garisnya arah dorongan bagi generator. Biru: dinilai
      asli; jingga: dinilai palsu (pada Wasserstein: skor kritikus tinggi dan rendah).</p>
    <fieldset><legend>Sebaran data</legend>
      ${radio("kind", "ring", "Cincin delapan Gauss", "checked")}
      ${radio("kind", "moons", "Dua sabit")}
      ${radio("kind", "drawn", "Gambar sendiri")}
      <div data-role="brush" hidden>
        <p>Gambarlah dengan penunjuk pada bidang, atau tambahkan titik lewat papan ketik.</p>
        <label>x <input type="range" data-role="x" min="-1.5" max="1.5" step="0.1" value="0">
          <output data-role="x-value"></output></label>
        <label>y <input type="range" data-role="y" min="-1.5" max="1.5" step="0.1" value="0">
          <output data-role="y-value"></output></label>
        <button type="button" data-role="add">Tambah titik</button>
        <button type="button" data-role="erase">Hapus gambar</button>
      </div>
    </fieldset>
    <fieldset><legend>Loss generator</legend>
      ${radio("loss", "saturating", "Jenuh")}
      ${radio("loss", "nonsaturating", "Tidak jenuh")}
      ${radio("loss", "wasserstein", "Wasserstein, bobot dipotong")}
    </fieldset>
    <fieldset><legend>Pelatihan</legend>
      <p>Kedua laju menyusut selama pelatihan: setengahnya sesudah 500 langkah.</p>
      ${rate("generatorRate", "Laju generator")}
      ${rate("discriminatorRate", "Laju diskriminator")}
      <label>Langkah diskriminator tiap langkah generator
        <input type="range" data-role="judgeSteps" min="1" max="5">
        <output data-role="judgeSteps-value"></output></label>
      <label><input type="checkbox" data-role="penalty">Penalti R1 pada diskriminator, bobot 0,1</label>
      <label>Benih acak
        <input type="number" data-role="seed" min="0" max="9999" step="1" value="1"></label>
    </fieldset>`;

  class Panel {
    constructor(figure) {
      this.figure = figure;
      this.root = document.createElement("div");
      this.root.className = "gan2d";
      this.root.innerHTML = PANEL;
      figure.querySelector("figcaption").before(this.root);
      figure.classList.add("gambar-tetap");
      this.drawn = [[-0.5, 0], [0, 0.5], [0.5, 0]];
      this.playing = false;
      this.usePreset(Game.PRESETS.collapsed);
      this.listen();
      this.restart();
    }

    part(role) {
      return this.root.querySelector(`[data-role="${role}"]`);
    }

    chosen(name) {
      return this.root.querySelector(`[name="gan2d-${name}"]:checked`).value;
    }

    usePreset(preset) {
      this.root.querySelector(`[name="gan2d-loss"][value="${preset.loss}"]`).checked = true;
      for (const name of ["generatorRate", "discriminatorRate"]) {
        this.part(name).value = RATES.indexOf(preset[name]);
      }
      this.part("judgeSteps").value = preset.judgeSteps;
      this.part("penalty").checked = preset.penalty > 0;
    }

    listen() {
      const press = (role, act) => this.part(role).addEventListener("click", act);
      press("play", () => (this.playing ? this.pause() : this.play()));
      press("step", () => this.stepOnce());
      press("reset", () => this.restart());
      press("add", () => this.addPoint(Number(this.part("x").value), Number(this.part("y").value)));
      press("erase", () => this.erase());
      for (const name of ["collapsed", "cured"]) {
        press(name, () => {
          this.usePreset(Game.PRESETS[name]);
          this.restart();
        });
      }
      this.root.addEventListener("input", (event) => this.changed(event.target));
      this.listenToPointer();
      new MutationObserver(() => this.draw())
        .observe(document.documentElement, { attributeFilter: ["data-theme"] });
      new ResizeObserver(() => this.draw()).observe(this.figure);
    }

    // Laju, banyak langkah, dan penalti berlaku seketika; sebaran, loss, dan benih memulai pelatihan baru.
    changed(control) {
      const restarts = control.type === "radio" || control.dataset.role === "seed";
      if (restarts) {
        this.restart();
      } else {
        this.readControls();
      }
    }

    listenToPointer() {
      const field = this.part("field");
      const draw = (event) => {
        if (this.chosen("kind") !== "drawn" || event.buttons === 0) {
          return;
        }
        const box = field.getBoundingClientRect();
        const x = Drawing.toPlane(event.clientX - box.left, box.width);
        const y = -Drawing.toPlane(event.clientY - box.top, box.height);
        this.addPoint(x, y);
      };
      field.addEventListener("pointerdown", draw);
      field.addEventListener("pointermove", draw);
    }

    addPoint(x, y) {
      this.drawn.push([x, y]);
      this.refreshData();
      this.draw();
    }

    // Satu titik tersisa: tanpa data tidak ada yang dapat diundi.
    erase() {
      this.drawn = [[Number(this.part("x").value), Number(this.part("y").value)]];
      this.restart();
    }

    readControls() {
      for (const name of ["generatorRate", "discriminatorRate"]) {
        this.game[name] = RATES[this.part(name).value];
        this.part(`${name}-value`).value = String(this.game[name]).replace(".", ",");
      }
      this.game.judgeSteps = Number(this.part("judgeSteps").value);
      this.game.penalty = this.part("penalty").checked ? Game.PENALTY : 0;
      for (const name of ["judgeSteps", "x", "y"]) {
        this.part(`${name}-value`).value = this.part(name).value.replace(".", ",");
      }
    }

    restart() {
      this.pause();
      this.kind = this.chosen("kind");
      const isDrawn = this.kind === "drawn";
      this.part("brush").hidden = !isDrawn;
      this.part("modes").hidden = this.kind !== "ring";
      this.part("field").style.touchAction = isDrawn ? "none" : "auto";
      this.game = Game.makeGame({ seed: Number(this.part("seed").value), loss: this.chosen("loss") });
      this.readControls();
      this.round = 0;
      this.every = MEASURE_EVERY;
      this.history = { generatorLoss: [], discriminatorLoss: [], distance: [], modes: [] };
      this.refreshData();
      this.measure();
      this.draw();
    }

    // Data untuk gambar dan ukuran; undiannya terpisah dari undian pelatihan.
    refreshData() {
      const uniform = Network.makeRandom(12345);
      this.real = Points.samplePoints(this.kind, MEASURED, uniform, this.drawn);
    }

    play() {
      this.playing = true;
      this.part("play").textContent = "Jeda";
      this.frame = requestAnimationFrame(() => this.animate());
    }

    pause() {
      this.playing = false;
      this.part("play").textContent = "Mulai";
      cancelAnimationFrame(this.frame);
      clearTimeout(this.timer);
    }

    animate() {
      const deadline = performance.now() + FRAME_MS;
      const slow = this.part("slow").checked;
      do {
        this.train();
      } while (!slow && performance.now() < deadline);
      this.draw();
      const next = () => {
        this.frame = requestAnimationFrame(() => this.animate());
      };
      this.timer = setTimeout(next, slow ? SLOW_MS : 0);
    }

    stepOnce() {
      this.pause();
      this.train();
      this.draw();
    }

    train() {
      const drawReal = (count, uniform) =>
        Points.samplePoints(this.kind, count, uniform, this.drawn);
      this.losses = Game.playRound(this.game, drawReal);
      this.round += 1;
      if (this.round % this.every === 0 || this.round === 1) {
        this.history.generatorLoss.push(this.losses.generatorLoss);
        this.history.discriminatorLoss.push(this.losses.discriminatorLoss);
        this.measure();
      }
    }

    measure() {
      const fake = Game.generate(this.game, MEASURED, 1);
      this.history.distance.push(Points.energyDistance(this.real, fake));
      this.history.modes.push(Points.coveredModes(fake));
      if (this.history.distance.length > LONGEST_HISTORY) {
        this.thinHistory();
      }
    }

    // Riwayat yang terlalu panjang dijarangkan, lalu dicatat setengah sesering tadi.
    thinHistory() {
      this.every *= 2;
      for (const name of Object.keys(this.history)) {
        this.history[name] = this.history[name].filter((_, index) => index % 2 === 0);
      }
    }

    draw() {
      const colors = Drawing.readColors(this.figure);
      const width = this.figure.clientWidth;
      const size = Math.min(width, 340);
      this.drawField(size, colors);
      this.drawCharts(width >= 640 ? width - size - 16 : size, colors);
      this.describe();
    }

    drawField(size, colors) {
      const fake = Game.generate(this.game, SHOWN, 1);
      const isScore = this.game.loss === "wasserstein";
      Drawing.drawField(this.part("field"), size, {
        colors,
        fake,
        real: this.real.subarray(0, 2 * SHOWN),
        shades: Drawing.toShades(Game.judge(this.game, GRID), isScore),
        push: Game.pushOnPoints(this.game, fake).push,
      });
      this.part("field").style.width = `${size}px`;
    }

    drawCharts(width, colors) {
      const { generatorLoss, discriminatorLoss, distance, modes } = this.history;
      const chart = (role, settings) => {
        Drawing.drawChart(this.part(role), width, 108, { colors, lowest: 0, ...settings });
        this.part(role).style.width = `${width}px`;
        this.part(role).setAttribute("aria-label", this.chartLabel(settings));
      };
      chart("losses", {
        title: "Loss: diskriminator (utuh), generator (putus)",
        lines: [
          { name: "diskriminator", values: discriminatorLoss },
          { name: "generator", values: generatorLoss },
        ],
        highest: 1.5,
      });
      chart("distance", {
        title: "Jarak energi dari data ke buatan",
        lines: [{ name: "jarak", values: distance }],
        highest: 0.5,
      });
      chart("modes", {
        title: "Modus yang ditemukan",
        lines: [{ name: "modus", values: modes }],
        highest: 8,
      });
    }

    chartLabel({ title, lines }) {
      const ends = lines.filter(({ values }) => values.length > 0).map(({ name, values }) =>
        `${name} ${Drawing.formatNumber(values[0])} menjadi ${Drawing.formatNumber(values.at(-1))}`);
      return `${title}. ${ends.join("; ") || "Belum ada langkah"}.`;
    }

    describe() {
      const distance = Drawing.formatNumber(this.history.distance.at(-1));
      const modes = this.kind === "ring" ? ` Modus ditemukan: ${this.history.modes.at(-1)} dari 8.` : "";
      const words = `Langkah ${this.round}.${modes} Jarak energi: ${distance}.`;
      this.part("status").textContent = words;
      this.part("field").setAttribute("aria-label", `Bidang data dan titik buatan. ${words}`);
    }
  }

  Generatif.demos.gan2d = {
    start(figure) {
      figure.gan2d = new Panel(figure);
    },
  };
})();
