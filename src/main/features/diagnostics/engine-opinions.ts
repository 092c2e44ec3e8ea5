import type { Findings } from '@shared/features/diagnostics/findings.ts'
import { type LocalOpinion, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { conditions } from './conditions.ts'
import { type Case, openCase, reportOf } from './engine-case.ts'
import { readsProbe, type WeighingSpecialist } from './engine-remits.ts'
import { askedScores, scoreIds } from './engine-scores.ts'
import { stewardOpinion } from './engine-steward.ts'
import { byRank, raisedBy, type Weighed, weigh } from './engine-weigh.ts'

const MOST_HYPOTHESES = 6
/** A danger that could still be this likely is named by the challenger. */
const STILL_POSSIBLE = 0.1

const rankings = new WeakMap<Case, readonly Weighed[]>()

/** Everything that stands on the list for these findings, each weighed by all that is known; ranked. */
export function rank(opened: Case): readonly Weighed[] {
  const known = rankings.get(opened)
  if (known !== undefined) return known
  const ranked = newRanking(opened)
  rankings.set(opened, ranked)
  return ranked
}

function newRanking(opened: Case): readonly Weighed[] {
  return conditions
    .filter((condition) => raisedBy(condition, opened) !== null)
    .map((condition) => weigh(condition, opened, () => true))
    .toSorted((a, b) => byRank(a.hypothesis, b.hypothesis))
}

/** What one specialist says by the local rules. Depends on the findings alone, so specialists may work in any order. */
export function opine(specialist: SpecialistId, findings: Findings): LocalOpinion {
  return opineOn(specialist, openCase(findings))
}

/** All nine. */
export function opineAll(findings: Findings): readonly LocalOpinion[] {
  const opened = openCase(findings)
  return SpecialistId.options.map((specialist) => opineOn(specialist, opened))
}

function opineOn(specialist: SpecialistId, opened: Case): LocalOpinion {
  switch (specialist) {
    case 'challenger':
      return challenge(rank(opened))
    case 'steward':
      return stewardOpinion(rank(opened), opened)
    default:
      return weighingOpinion(specialist, opened)
  }
}

function weighingOpinion(specialist: WeighingSpecialist, opened: Case): LocalOpinion {
  const weighed = conditions
    .filter((condition) => raisedBy(condition, opened) !== null)
    .map((condition) => weigh(condition, opened, (probe) => readsProbe(specialist, probe)))
    .filter(({ known }) => known > 0)
    .map(({ hypothesis }) => hypothesis)
    .toSorted(byRank)
  const scores = scoreIds
    .filter((id) => askedScores[id].reader === specialist && askedScores[id].when(opened.findings))
    .map((id) => reportOf(id, opened.score(id)))
  const remarks = scores.flatMap(({ name, outcome }) => {
    if (outcome.kind === 'incomplete')
      return [`${name} cannot be completed: ${outcome.missing.join(', ')} not known.`]
    return outcome.kind === 'refused' ? [`${name} could not be used. ${outcome.reason}`] : []
  })
  return {
    specialist,
    heard: weighed.length > 0 || scores.length > 0,
    confidence: weighed[0]?.confidence ?? null,
    hypotheses: weighed.slice(0, MOST_HYPOTHESES),
    scores,
    remarks,
    tests: [],
  }
}

/** Argues against what leads: the evidence against it, what it rests on without knowing, and what else it could be. */
function challenge(ranked: readonly Weighed[]): LocalOpinion {
  const [leading, ...others] = ranked.map(({ hypothesis }) => hypothesis)
  if (leading === undefined)
    return {
      specialist: 'challenger',
      heard: false,
      confidence: null,
      hypotheses: [],
      scores: [],
      remarks: [
        'No hypothesis is on the list: there is nothing to argue against, and nothing is excluded either.',
      ],
      tests: [],
    }
  const alternatives = others
    .filter(({ mustNotMiss, atMost }) => mustNotMiss && atMost >= STILL_POSSIBLE)
    .toSorted((a, b) => b.atMost - a.atMost || byRank(a, b))
    .slice(0, MOST_HYPOTHESES)
  const against = leading.against.map(({ text }) => text)
  const remarks = [
    against.length > 0
      ? `Against ${leading.name}: ${against.join('; ')}.`
      : `Nothing that is known speaks against ${leading.name}; that may be because it was not asked.`,
    ...(leading.missing.length > 0
      ? [`${leading.name} is held without knowing: ${leading.missing.join(', ')}.`]
      : []),
    ...alternatives.map(({ name, missing }) =>
      missing.length > 0
        ? `${name} is not excluded while these are not known: ${missing.join(', ')}.`
        : `${name} is not excluded by what is known.`,
    ),
  ]
  return {
    specialist: 'challenger',
    heard: true,
    confidence: alternatives[0]?.confidence ?? null,
    hypotheses: alternatives,
    scores: [],
    remarks,
    tests: [],
  }
}
