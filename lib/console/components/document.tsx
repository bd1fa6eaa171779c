import { html } from 'hono/html';
import type { Child } from 'hono/jsx';

/** A whole document. */
export const document = (page: Child) => html`<!doctype html>${page}`;
