"use strict";
// Kedua setelan contoh: yang berbeda hanya laju diskriminator. Cara memilihnya ditulis di
// CONTRIBUTING.md; hasil ukurnya di measurements/gan2d.json.
Generatif.game.PRESETS = {
  collapsed: {
    loss: "saturating", generatorRate: 0.003, discriminatorRate: 0.0001, judgeSteps: 3, penalty: 0,
  },
  cured: {
    loss: "saturating", generatorRate: 0.003, discriminatorRate: 0.003, judgeSteps: 3, penalty: 0,
  },
};
