import type { RateLimit } from './types';

/**
 * Counts requests under one of several models, as it is not known which one Ometria uses.
 * Refused requests do not count.
 */
export class RateLimiter {
	private starts: number[] = [];
	private tokens: number;
	private tokensAt: number | undefined;

	constructor(private readonly limit: RateLimit) {
		this.tokens = limit.perSecond;
	}

	/** @returns true when a request at this time (ms) is within the limit */
	allows(now: number): boolean {
		const { model, perSecond, windowMs = 1000 } = this.limit;
		if (model === 'none') return true;
		if (model === 'tokenBucket') return this.takeToken(now);
		const [from, most] = {
			slidingWindow: [now - windowMs, perSecond],
			fixedWindow: [Math.floor(now / windowMs) * windowMs - 0.001, perSecond],
			spacing: [now - windowMs / perSecond, 1],
		}[model];
		this.starts = this.starts.filter((at) => at > from);
		if (this.starts.length >= most) return false;
		this.starts.push(now);
		return true;
	}

	private takeToken(now: number): boolean {
		const { perSecond } = this.limit;
		const gained = ((now - (this.tokensAt ?? now)) / 1000) * perSecond;
		this.tokens = Math.min(this.tokens + gained, perSecond);
		this.tokensAt = now;
		if (this.tokens < 1) return false;
		this.tokens--;
		return true;
	}
}
