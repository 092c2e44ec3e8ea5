import { z } from 'zod'

/**
 * The content security policy forbids code from text; zod would probe for it and be reported as a violation.
 * Imported first by main.tsx, before any schema parses.
 */
z.config({ jitless: true })
