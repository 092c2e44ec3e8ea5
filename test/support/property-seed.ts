import fc from 'fast-check'

/**
 * Properties try the same cases every time, so that a failure is due to the change that met it. Another seed, or
 * `random`, in WARDLIGHT_PROPERTY_SEED tries others; a failure prints the seed that replays it.
 */
const given = process.env['WARDLIGHT_PROPERTY_SEED'] ?? '20261122'
if (given !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) })
