/** Loaded into n8n: on SIGUSR2 it collects garbage and writes its heap's size (bytes) into HEAP_FILE. */
const { writeFileSync } = require('node:fs');

process.on('SIGUSR2', () => {
	globalThis.gc();
	writeFileSync(process.env.HEAP_FILE, String(process.memoryUsage().heapUsed));
});
