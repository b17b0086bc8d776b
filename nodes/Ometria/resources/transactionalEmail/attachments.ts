import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../../operations/parameters';
import { listed, shorten } from '../../utils/text';

const MEGABYTE = 1024 * 1024;
/** Files of one email at most (documented). */
const MAX_FILES = 10;
/**
 * Bytes of all files of one email at most (documented: "10 MB"; whether of the files or of their
 * base64 is not said, so only what is over it in both readings is refused).
 */
const MAX_BYTES = 10 * MEGABYTE;
/** Files of this size are 10 MB as base64, which is a third longer. */
const DOUBTFUL_BYTES = 7.5 * MEGABYTE;

interface FileType {
	label: string;
	/** MIME type. */
	type: string;
	extensions: readonly string[];
	matches: (content: Buffer) => boolean;
}

const startsWith =
	(...bytes: number[]) =>
	(content: Buffer) =>
		content.subarray(0, bytes.length).equals(Buffer.from(bytes));

/** Types that Ometria takes (documented), told by the content's first bytes. */
const FILE_TYPES: readonly FileType[] = [
	{
		label: 'PDF',
		type: 'application/pdf',
		extensions: ['pdf'],
		// Readers of PDF allow other bytes before the header.
		matches: (content) => content.subarray(0, 1024).includes('%PDF-'),
	},
	{
		label: 'PNG',
		type: 'image/png',
		extensions: ['png'],
		matches: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
	},
	{
		label: 'JPEG',
		type: 'image/jpeg',
		extensions: ['jpg', 'jpeg'],
		matches: startsWith(0xff, 0xd8, 0xff),
	},
];

export const attachments: INodeProperties = {
	displayName: 'Attachments',
	name: 'attachments',
	type: 'string',
	default: '',
	placeholder: 'e.g. invoice, photo',
	description: `Names of the input's binary fields that hold the files, separated by commas. Ometria takes PDF, PNG and JPEG files, up to ${MAX_FILES} and 10 MB together.`,
};

/** A file of an item that Ometria will take. */
interface Attachment {
	/** The binary field that holds it. */
	field: string;
	name: string;
	/** MIME type. */
	type: string;
}

export interface Attachments {
	files: Attachment[];
	/** Whether their base64 is over the limit, though the files are not. */
	doubtful: boolean;
}

/** Longest name of a file that is sent, characters: what file systems take. */
const MAX_NAME = 255;
/** How many names of fields a message has at most. */
const MAX_NAMES = 20;
/** Control characters, and those that turn the direction of a text (`gpj.exe` shown as `exe.jpg`). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A file's name as it is sent. It comes from whoever sent the file (a form, an email), so of a path only
 * the last step is kept, no character that cannot be seen, and at most 255 characters, the extension
 * among them.
 *
 * @returns '' when nothing is left
 */
export function cleanName(given: string): string {
	const base = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
	const name = base.replace(UNSEEN, '').trim();
	if (name.length <= MAX_NAME) return name === '.' || name === '..' ? '' : name;
	const dot = name.lastIndexOf('.');
	const extension = dot > name.length - 10 ? name.slice(dot) : '';
	return `${name.slice(0, MAX_NAME - extension.length).replace(/[\uD800-\uDBFF]$/, '')}${extension}`;
}

/** The names of an item's binary fields, which come from whoever sent the files. */
function namesOf(binary: object): string {
	const shortened = (name: string) => shorten(name, 40);
	return listed(Object.keys(binary), shortened, { most: MAX_NAMES }) || 'none';
}

const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

/**
 * Checks the files that an item is to send: Ometria refuses the whole email for one bad file. Files are
 * read one after another and not kept.
 *
 * @param group name of the collection that holds the parameter
 * @throws NodeOperationError when a file is missing, too large or of another type
 */
export async function checkAttachments(
	context: IExecuteFunctions,
	parameters: Parameters,
	item: number,
	group: string,
): Promise<Attachments> {
	const wrong = (expected: string, found: unknown) =>
		parameters.wrong(attachments, expected, found);
	const fields = parameters.list(attachments, group);
	if (fields.length > MAX_FILES) throw wrong(`up to ${MAX_FILES} files`, fields.length);
	const { binary = {} } = context.getInputData()[item];
	const files: Attachment[] = [];
	let total = 0;
	const addSize = (bytes: number) => {
		if (total + bytes > MAX_BYTES) {
			throw wrong('files of up to 10 MB together', megabytes(total + bytes));
		}
		return total + bytes;
	};
	for (const field of fields) {
		if (!Object.hasOwn(binary, field)) {
			throw wrong(`names of the item's binary fields (it has ${namesOf(binary)})`, field);
		}
		const { fileName, bytes = 0 } = binary[field];
		// Before it is read, where n8n knows its size.
		addSize(bytes);
		const content = await context.helpers.getBinaryDataBuffer(item, field);
		total = addSize(content.length);
		const found = FILE_TYPES.find(({ matches }) => matches(content));
		if (!found) throw wrong('PDF, PNG or JPEG files', fileName ?? field);
		const { label, type, extensions } = found;
		const name = cleanName(fileName ?? '') || `${cleanName(field)}.${extensions[0]}`;
		const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
		if (!extensions.includes(extension)) {
			throw wrong(`files named by their type (this is a ${label}: .${extensions[0]})`, name);
		}
		if (files.some((other) => other.name === name)) throw wrong('files with different names', name);
		files.push({ field, name, type });
	}
	return { files, doubtful: total > DOUBTFUL_BYTES };
}

/**
 * Reads the files as Ometria takes them. Source: the support article "Adding attachments to
 * transactional sends" (documented).
 */
export async function loadAttachments(
	context: IExecuteFunctions,
	item: number,
	files: readonly Attachment[],
): Promise<Array<{ name: string; type: string; data: string }>> {
	const loaded = [];
	for (const { field, name, type } of files) {
		const content = await context.helpers.getBinaryDataBuffer(item, field);
		loaded.push({ name, type, data: content.toString('base64') });
	}
	return loaded;
}
