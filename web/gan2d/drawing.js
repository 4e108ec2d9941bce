"use strict";
// Gambar di kanvas: bidang dengan peta penilaian, titik, dan panah; serta kurva.
// Biru dan jingga dibedakan juga oleh penderita buta warna (palet Okabe dan Ito).
Generatif.drawing = (function () {
  const REACH = 1.6; // bidang menampilkan [-1,6; 1,6] pada kedua sumbu
  const CELLS = 40;
  const REAL_COLOR = "0, 114, 178";
  const FAKE_COLOR = "213, 94, 0";
  const STRONGEST = 0.65;
  const ARROW = 24;

  function readColors(element) {
    const style = getComputedStyle(element);
    const color = (name, fallback) => style.getPropertyValue(`--pst-color-${name}`) || fallback;
    return {
      text: color("text-base", "#222"),
      muted: color("text-muted", "#666"),
      background: color("background", "#fff"),
    };
  }

  // Kanvas dengan satuan piksel CSS, tajam juga di layar rapat.
  function prepare(canvas, width, height, colors) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = colors.background;
    pen.fillRect(0, 0, width, height);
    return pen;
  }

  const toPixel = (value, size) => ((value + REACH) / (2 * REACH)) * size;
  const toPlane = (pixel, size) => (pixel / size) * 2 * REACH - REACH;

  function gridPoints() {
    const points = new Float64Array(2 * CELLS * CELLS);
    for (let i = 0; i < CELLS * CELLS; i += 1) {
      points[2 * i] = toPlane((i % CELLS) + 0.5, CELLS);
      points[2 * i + 1] = -toPlane(Math.floor(i / CELLS) + 0.5, CELLS);
    }
    return points;
  }

  // Peluang dipakai apa adanya; skor kritikus tidak berbatas, jadi dipetakan ke 0 sampai 1.
  function toShades(values, isScore) {
    if (!isScore) {
      return values;
    }
    const lowest = Math.min(...values);
    const range = Math.max(...values) - lowest || 1;
    return values.map((value) => (value - lowest) / range);
  }

  function drawHeat(pen, size, shades) {
    const edge = (index) => Math.round((index * size) / CELLS);
    shades.forEach((shade, i) => {
      const strength = Math.abs(2 * shade - 1) * STRONGEST;
      pen.fillStyle = `rgba(${shade > 0.5 ? REAL_COLOR : FAKE_COLOR}, ${strength.toFixed(3)})`;
      const [column, row] = [i % CELLS, Math.floor(i / CELLS)];
      const [x, y] = [edge(column), edge(row)];
      pen.fillRect(x, y, edge(column + 1) - x, edge(row + 1) - y);
    });
  }

  function eachPoint(points, size, draw) {
    for (let i = 0; i < points.length; i += 2) {
      draw(toPixel(points[i], size), size - toPixel(points[i + 1], size), i);
    }
  }

  function drawField(canvas, size, scene) {
    const { colors, shades, real, fake, push } = scene;
    const pen = prepare(canvas, size, size, colors);
    drawHeat(pen, size, shades);
    pen.strokeStyle = colors.text;
    pen.lineWidth = 1;
    eachPoint(real, size, (x, y) => {
      pen.strokeRect(x - 2, y - 2, 4, 4);
    });
    pen.fillStyle = colors.text;
    eachPoint(fake, size, (x, y) => {
      pen.beginPath();
      pen.arc(x, y, 3, 0, 2 * Math.PI);
      pen.fill();
    });
    if (push) {
      drawArrows(pen, size, fake, push);
    }
  }

  // Titik didorong melawan turunan loss generator. Panah terpanjang selalu ARROW piksel.
  function drawArrows(pen, size, fake, push) {
    let longest = 0;
    for (let i = 0; i < push.length; i += 2) {
      longest = Math.max(longest, Math.hypot(push[i], push[i + 1]));
    }
    const scale = ARROW / (longest || 1);
    pen.beginPath();
    eachPoint(fake, size, (x, y, i) => {
      pen.moveTo(x, y);
      pen.lineTo(x - push[i] * scale, y + push[i + 1] * scale);
    });
    pen.stroke();
  }

  // Satu atau dua kurva; kurva kedua putus-putus. `lines`: { name, values }.
  function drawChart(canvas, width, height, { colors, title, lines, lowest, highest }) {
    const pen = prepare(canvas, width, height, colors);
    const values = lines.flatMap((line) => line.values);
    const low = Math.min(lowest, ...values);
    const high = Math.max(highest, ...values);
    const [left, top, bottom] = [40, 22, 8];
    const toY = (value) => height - bottom
      - ((value - low) / (high - low)) * (height - top - bottom);
    pen.fillStyle = colors.text;
    pen.font = "13px sans-serif";
    pen.fillText(title, 4, 14);
    pen.fillText(formatNumber(high), 2, top + 10);
    pen.fillText(formatNumber(low), 2, height - bottom);
    pen.strokeStyle = colors.muted;
    pen.strokeRect(left, top, width - left - 4, height - top - bottom);
    pen.strokeStyle = colors.text;
    lines.forEach((line, index) => {
      pen.setLineDash(index === 0 ? [] : [4, 3]);
      pen.beginPath();
      line.values.forEach((value, place) => {
        const step = line.values.length > 1 ? place / (line.values.length - 1) : 0;
        pen.lineTo(left + step * (width - left - 4), toY(value));
      });
      pen.stroke();
    });
    pen.setLineDash([]);
  }

  function formatNumber(value) {
    return value.toFixed(Math.abs(value) < 10 ? 2 : 0).replace(".", ",").replace("-", "−");
  }

  return { readColors, gridPoints, toShades, drawField, drawChart, toPlane, formatNumber };
})();
