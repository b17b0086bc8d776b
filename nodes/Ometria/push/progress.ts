import { type Clock, endWait } from '../n8n/clock';
import { counted, formatNumber } from '../utils/text';

/** Between two lines, ms. */
const EVERY_MS = 30_000;

/** How far a run is. */
interface Progress {
	/** Records that Ometria received, of all that are to be sent. */
	records: number;
	all: number;
	/** Requests received. */
	requests: number;
}

function minutes(ms: number): string {
	return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}

/**
 * How far a run is, how fast it is, and how long it will take at that rate.
 *
 * @param before the same {@link EVERY_MS} ago
 */
export function progressText({ records, all, requests }: Progress, before: Progress): string {
	const seconds = EVERY_MS / 1000;
	const perSecond = (requests - before.requests) / seconds;
	const leftMs = ((all - records) / (records - before.records)) * EVERY_MS;
	const left = Number.isFinite(leftMs) ? `; about ${minutes(leftMs)} left` : '';
	const pushed = `Pushed ${formatNumber(records)} of ${counted(all, 'record')}`;
	return `${pushed}, ${perSecond.toFixed(1)} requests a second in the last ${seconds} s${left}`;
}

/**
 * Says every 30 s how far a run is, until it has ended, as a long push shows nothing in the editor.
 *
 * @param now how far it is
 * @param sent settles when the run has ended
 */
export async function reportProgress(
	now: () => Progress,
	sent: Promise<unknown>,
	{ clock, log }: { clock: Clock; log: (text: string) => void },
): Promise<void> {
	const ended = new AbortController();
	const end = () => endWait(ended);
	void sent.then(end, end);
	for (let before = now(); !ended.signal.aborted;) {
		await clock.sleep(EVERY_MS, ended.signal);
		if (ended.signal.aborted) return;
		const present = now();
		log(progressText(present, before));
		before = present;
	}
}
