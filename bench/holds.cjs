/**
 * Watches how long the event loop is held: the thread's CPU time between two ticks of a timer, so that
 * waiting for a processor on a busy machine does not count. Loaded into n8n (`--require`), it writes
 * each hold into HOLDS_FILE, one a line: its end (ms since the epoch), ms between the ticks, CPU ms.
 */
const { appendFileSync } = require('node:fs');

const TICK_MS = 1;
const SHORTEST_MS = 5;

/** @returns ends the watch */
function watchHolds(onHold) {
	let at = performance.now();
	let cpu = process.threadCpuUsage();
	const tick = () => {
		const now = performance.now();
		const { user, system } = process.threadCpuUsage(cpu);
		const cpuMs = (user + system) / 1000;
		if (cpuMs > SHORTEST_MS) onHold(performance.timeOrigin + now, now - at, cpuMs);
		at = performance.now();
		cpu = process.threadCpuUsage();
	};
	const timer = setInterval(tick, TICK_MS).unref();
	return () => {
		clearInterval(timer);
		tick();
	};
}

const file = process.env.HOLDS_FILE;
if (file) watchHolds((...figures) => appendFileSync(file, `${figures.join(' ')}\n`));

module.exports = { watchHolds };
