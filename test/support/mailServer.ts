import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';

/** A mail server that delivers nothing and keeps what it was given. */
export interface MailServer {
	/** The emails as they were sent. */
	mails: string[];
	/** What n8n's SMTP credential for it holds. */
	credential: Record<string, unknown>;
	close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
	const mails: string[] = [];
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onData(stream, _session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				mails.push(Buffer.concat(chunks).toString());
				done();
			});
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	const { port } = server.server.address() as AddressInfo;
	return {
		mails,
		credential: {
			...{ host: '127.0.0.1', port, user: '', password: '' },
			...{ secure: false, disableStartTls: true },
		},
		close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}
