import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../../playground/src/ports';
import { waitFor } from '../../playground/src/wait';

const run = promisify(execFile);

/** A server of a test's own, or its part of one that runs. */
export interface Service {
	/** For n8n. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

async function missing(what: string, error: unknown): Promise<never> {
	const why = error instanceof Error ? error.message : String(error);
	throw new Error(`${what} is needed for queue mode: ${why}`);
}

/** A Redis of its own on a free port, so that nothing else is in its queue. */
export async function startRedis(): Promise<Service> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'ometria-redis-'));
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
	const server = spawn('redis-server', args, { stdio: 'ignore' });
	const failed = new Promise<never>((_resolve, reject) => server.once('error', reject));
	const up = waitFor('Redis', 30_000, async () => {
		const { stdout } = await run('redis-cli', ['-p', String(port), 'ping']);
		return stdout.includes('PONG') || undefined;
	});
	await Promise.race([up, failed]).catch((error: unknown) =>
		missing('Redis (redis-server)', error),
	);
	return {
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop: async () => {
			const ended = new Promise((resolve) => server.once('exit', resolve));
			server.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

const { PGHOST = '127.0.0.1', PGPORT = '5432', PGUSER = 'postgres', PGPASSWORD = '' } = process.env;

/** @returns what the statement selects: a line for each row, columns separated by `|` */
async function sql(statement: string, database = 'postgres'): Promise<string> {
	const server = ['-h', PGHOST, '-p', PGPORT, '-U', PGUSER, '-d', database];
	const args = [...server, '--no-align', '--tuples-only', '-c', statement];
	const { stdout } = await run('psql', args, { env: { ...process.env, PGPASSWORD } });
	return stdout.trim();
}

export interface Database extends Service {
	/** Data of n8n's PostgreSQL credential for it. */
	credential: Record<string, unknown>;
	/** @returns a line for each row, columns separated by `|` */
	query(statement: string): Promise<string>;
}

/** A database of its own in the PostgreSQL that runs (or that Debian's tools can start). */
export async function createDatabase(): Promise<Database> {
	const name = `n8n_e2e_${process.pid}_${Date.now()}`;
	await sql('select 1')
		.catch(async () => {
			// Debian's way, without an init system; what fails here is told by what follows.
			const { stdout } = await run('pg_lsclusters', ['--no-header']);
			const [version, cluster] = stdout.trim().split(/\s+/);
			await run('pg_ctlcluster', ['--skip-systemctl-redirect', version, cluster, 'start']);
		})
		.catch(() => undefined);
	await waitFor('PostgreSQL', 30_000, async () => {
		await sql(`create database ${name}`);
		return true;
	}).catch((error: unknown) => missing('PostgreSQL', error));
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: PGHOST,
			DB_POSTGRESDB_PORT: PGPORT,
			DB_POSTGRESDB_USER: PGUSER,
			DB_POSTGRESDB_PASSWORD: PGPASSWORD,
			DB_POSTGRESDB_DATABASE: name,
		},
		credential: {
			host: PGHOST,
			port: Number(PGPORT),
			user: PGUSER,
			password: PGPASSWORD,
			database: name,
			ssl: 'disable',
		},
		query: async (statement) => await sql(statement, name),
		stop: async () => {
			await sql(`drop database if exists ${name} with (force)`);
		},
	};
}
