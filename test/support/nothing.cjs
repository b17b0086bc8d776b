/** Stands for packages that nothing under test uses (engineResolver.cjs). */
module.exports = {};
