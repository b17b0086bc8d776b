import { createCipheriv, createDecipheriv, createHash, createHmac } from 'crypto';

const CIPHER = 'aes-256-ctr';
const IV_BYTES = 16;

/** What a hidden ID begins with. */
const HIDDEN = '~';

/**
 * IDs of members as they are stored. Shops may use email addresses as IDs; n8n's database holds none of
 * them in the clear, and yet they have to be named when the member leaves. So they are encrypted with
 * a key that comes from the access token. The same ID is always the same text, as n8n stores what
 * differs.
 */
export class MemberIds {
	private readonly key: Buffer;

	/** @param secret only whoever knows it can read the IDs */
	constructor(secret: string) {
		this.key = createHash('sha256').update(`members\n${secret}`).digest();
	}

	hide(id: string): string {
		if (!id.includes('@') && !id.startsWith(HIDDEN)) return id;
		const iv = createHmac('sha256', this.key).update(id).digest().subarray(0, IV_BYTES);
		const cipher = createCipheriv(CIPHER, this.key, iv);
		const bytes = Buffer.concat([iv, cipher.update(id, 'utf8'), cipher.final()]);
		return `${HIDDEN}${bytes.toString('base64url')}`;
	}

	show(stored: string): string {
		if (!stored.startsWith(HIDDEN)) return stored;
		const bytes = Buffer.from(stored.slice(HIDDEN.length), 'base64url');
		if (bytes.length <= IV_BYTES) return stored;
		const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, IV_BYTES));
		const id = [decipher.update(bytes.subarray(IV_BYTES)), decipher.final()];
		return Buffer.concat(id).toString('utf8');
	}
}
