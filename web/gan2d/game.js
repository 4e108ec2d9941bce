"use strict";
// Permainan generator dan diskriminator (atau kritikus) pada titik dua dimensi.
//
// Wasserstein memakai pemotongan bobot, alat Lipschitz makalah WGAN (Arjovsky dkk., 2017,
// arXiv 1701.07875). Diskriminator boleh diberi penalti gradien R1 (Mescheder dkk., 2018,
// arXiv 1801.04406). Turunan keduanya tidak ada di network.js; ia didekati selisih hingga.
Generatif.game = (function () {
  const {
    makeRandom, fillNormal, makeNetwork, forward, backward, addGradients, makeAdam, applyAdam,
    clipWeights,
  } = Generatif.network;
  const WIDTH = 32;
  const BATCH = 64;
  const LATENT = 8;
  const CLIP = 0.1;
  const HALVING = 500; // sesudah sekian ronde kedua laju tinggal setengahnya
  const PENALTY = 0.1; // bobot penalti R1, sama dengan cincin di laboratorium kegagalan
  const PROBE = 0.001; // langkah selisih hingga bagi penalti R1
  const ADAM = { beta1: 0.5, beta2: 0.999, epsilon: 1e-7 };

  const sigmoid = (s) => 1 / (1 + Math.exp(-s));
  const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));

  // Setiap loss: nilai dan turunannya terhadap logit satu contoh.
  const REAL_CROSS = { value: (s) => softplus(-s), slope: (s) => sigmoid(s) - 1 };
  const FAKE_CROSS = { value: softplus, slope: sigmoid };
  const MINUS = { value: (s) => -s, slope: () => -1 };
  const PLUS = { value: (s) => s, slope: () => 1 };
  const LOSSES = {
    saturating: {
      real: REAL_CROSS,
      fake: FAKE_CROSS,
      generator: { value: (s) => -softplus(s), slope: (s) => -sigmoid(s) },
    },
    nonsaturating: { real: REAL_CROSS, fake: FAKE_CROSS, generator: REAL_CROSS },
    wasserstein: { real: MINUS, fake: PLUS, generator: MINUS },
  };

  function makeGame({ seed, loss, generatorRate, discriminatorRate, judgeSteps, penalty = 0 }) {
    const uniform = makeRandom(seed);
    const generator = makeNetwork([LATENT, WIDTH, WIDTH, 2], uniform);
    const discriminator = makeNetwork([2, WIDTH, WIDTH, 1], uniform);
    return {
      round: 0, uniform, loss, generatorRate, discriminatorRate, judgeSteps, penalty,
      generator, discriminator,
      generatorAdam: makeAdam(generator, ADAM),
      discriminatorAdam: makeAdam(discriminator, ADAM),
    };
  }

  // Kedua laju menyusut perlahan; tanpa itu modus yang sudah ditemukan hilang lagi.
  function decay(game) {
    return 1 / (1 + game.round / HALVING);
  }

  // Rerata loss atas logit, dan turunannya terhadap setiap logit.
  function measure(loss, logits) {
    const count = logits.length;
    const value = logits.reduce((sum, logit) => sum + loss.value(logit), 0) / count;
    return { value, slope: logits.map((logit) => loss.slope(logit) / count) };
  }

  function last(values) {
    return values[values.length - 1];
  }

  // Penalti R1: penalty / 2 kali rerata kuadrat panjang v, turunan logit terhadap titik asli.
  // Turunannya terhadap bobot adalah turunan kedua, yaitu perubahan turunan pertama bila setiap
  // titik digeser sedikit searah v: [g(x + PROBE v) - g(x - PROBE v)] / (2 PROBE).
  function penalize({ discriminator, penalty }, real) {
    const rows = real.length / 2;
    const differentiate = (points, weight) => {
      const slope = new Float64Array(rows).fill(weight);
      return backward(discriminator, forward(discriminator, points, rows), slope, rows);
    };
    const direction = differentiate(real, 1).inputSlope;
    const shifted = (step) => real.map((place, i) => place + step * direction[i]);
    const weight = penalty / (2 * PROBE * rows);
    return {
      value: (penalty / 2 / rows) * direction.reduce((sum, each) => sum + each ** 2, 0),
      gradients: addGradients(
        differentiate(shifted(PROBE), weight).gradients,
        differentiate(shifted(-PROBE), -weight).gradients,
      ),
    };
  }

  function stepDiscriminator(game, real, latents) {
    const rows = real.length / 2;
    const fake = last(forward(game.generator, latents, rows));
    const sides = [[real, "real"], [fake, "fake"]].map(([points, side]) => {
      const values = forward(game.discriminator, points, rows);
      const { value, slope } = measure(LOSSES[game.loss][side], last(values));
      return { value, ...backward(game.discriminator, values, slope, rows) };
    });
    if (game.penalty > 0) {
      sides.push(penalize(game, real));
    }
    const gradients = sides.map((side) => side.gradients).reduce(addGradients);
    const rate = game.discriminatorRate * decay(game);
    applyAdam(game.discriminatorAdam, game.discriminator, gradients, rate);
    if (game.loss === "wasserstein") {
      clipWeights(game.discriminator, CLIP);
    }
    return sides.reduce((sum, side) => sum + side.value, 0);
  }

  // Turunan loss generator terhadap titik buatannya: ke mana setiap titik didorong.
  function pushOnPoints(game, points) {
    const rows = points.length / 2;
    const values = forward(game.discriminator, points, rows);
    const { value, slope } = measure(LOSSES[game.loss].generator, last(values));
    return { value, push: backward(game.discriminator, values, slope, rows).inputSlope };
  }

  function stepGenerator(game, latents) {
    const rows = latents.length / LATENT;
    const values = forward(game.generator, latents, rows);
    const { value, push } = pushOnPoints(game, last(values));
    const { gradients } = backward(game.generator, values, push, rows);
    applyAdam(game.generatorAdam, game.generator, gradients, game.generatorRate * decay(game));
    return value;
  }

  // Satu ronde: beberapa langkah diskriminator, lalu satu langkah generator.
  function playRound(game, drawReal) {
    let discriminatorLoss = 0;
    for (let i = 0; i < game.judgeSteps; i += 1) {
      const latents = fillNormal(BATCH * LATENT, game.uniform);
      discriminatorLoss = stepDiscriminator(game, drawReal(BATCH, game.uniform), latents);
    }
    const latents = fillNormal(BATCH * LATENT, game.uniform);
    const generatorLoss = stepGenerator(game, latents);
    game.round += 1;
    return { discriminatorLoss, generatorLoss };
  }

  // Titik buatan dari derau berbenih sendiri, agar melihat tidak mengubah jalannya pelatihan.
  function generate(game, count, seed) {
    const latents = fillNormal(count * LATENT, makeRandom(seed));
    return last(forward(game.generator, latents, count));
  }

  function judge(game, points) {
    const logits = last(forward(game.discriminator, points, points.length / 2));
    return game.loss === "wasserstein" ? logits : logits.map(sigmoid);
  }

  return {
    ADAM, CLIP, PENALTY, makeGame, stepDiscriminator, stepGenerator, playRound, pushOnPoints, generate, judge,
  };
})();
