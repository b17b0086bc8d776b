const { dest, src } = require('gulp');

/**
 * Copies what the compiler leaves behind and n8n reads beside the built code: icons, codex files
 * and output schemas. `encoding: false` because gulp 5 would otherwise damage anything but text.
 */
function copyStaticFiles() {
	return src(['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.default = copyStaticFiles;
