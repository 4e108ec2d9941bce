"use strict";
// Sebaran data dua dimensi, dan ukuran yang jujur atas sampel buatan.
Generatif.points = (function () {
  const { normal } = Generatif.network;
  const MODES = 8;
  const SPREAD = 0.05; // sama dengan laboratorium kegagalan (generatif.models.laboratory_tasks)
  const NEAR = 3 * SPREAD;
  const SMALLEST_SHARE = 0.01;

  const ringCenters = Array.from({ length: MODES }, (_, mode) => {
    const angle = (2 * Math.PI * mode) / MODES;
    return [Math.cos(angle), Math.sin(angle)];
  });

  function ringPoint(uniform) {
    const [x, y] = ringCenters[Math.floor(uniform() * MODES)];
    return [x + SPREAD * normal(uniform), y + SPREAD * normal(uniform)];
  }

  function moonPoint(uniform) {
    const angle = Math.PI * uniform();
    const [x, y] = uniform() < 0.5
      ? [Math.cos(angle) - 0.5, Math.sin(angle) - 0.25]
      : [0.5 - Math.cos(angle), 0.25 - Math.sin(angle)];
    return [0.8 * x + SPREAD * normal(uniform), 0.8 * y + SPREAD * normal(uniform)];
  }

  // Titik gambar pembaca diulang dengan sedikit derau, supaya setiap goresan punya lebar.
  function drawnPoint(uniform, drawn) {
    const [x, y] = drawn[Math.floor(uniform() * drawn.length)];
    return [x + 0.03 * normal(uniform), y + 0.03 * normal(uniform)];
  }

  function samplePoints(kind, count, uniform, drawn) {
    const points = new Float64Array(2 * count);
    for (let i = 0; i < count; i += 1) {
      const point = kind === "ring" ? ringPoint(uniform)
        : kind === "moons" ? moonPoint(uniform) : drawnPoint(uniform, drawn);
      points.set(point, 2 * i);
    }
    return points;
  }

  // Bagian titik yang jatuh dalam tiga simpangan baku dari setiap pusat.
  function modeShares(points) {
    const shares = new Array(MODES).fill(0);
    const count = points.length / 2;
    for (let i = 0; i < count; i += 1) {
      const mode = ringCenters.findIndex(
        ([x, y]) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y) < NEAR,
      );
      if (mode >= 0) {
        shares[mode] += 1 / count;
      }
    }
    return shares;
  }

  function coveredModes(points) {
    return modeShares(points).filter((share) => share >= SMALLEST_SHARE).length;
  }

  // Rerata jarak Euklides semua pasangan satu titik dari `first` dan satu dari `second`.
  function meanDistance(first, second) {
    let sum = 0;
    for (let i = 0; i < first.length; i += 2) {
      for (let j = 0; j < second.length; j += 2) {
        sum += Math.hypot(first[i] - second[j], first[i + 1] - second[j + 1]);
      }
    }
    return (4 * sum) / (first.length * second.length);
  }

  // Jarak energi: 2 E|x - y| - E|x - x'| - E|y - y'|; nol hanya bila sebarannya sama, dan dapat
  // dihitung dari sampel saja, tanpa rapat peluang generator yang memang tidak diketahui.
  function energyDistance(first, second) {
    return 2 * meanDistance(first, second) - meanDistance(first, first)
      - meanDistance(second, second);
  }

  return { MODES, ringCenters, samplePoints, modeShares, coveredModes, energyDistance };
})();
