import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import { EmergencySection } from './emergency-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { type OpenRequest, ReviewSection } from './review-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { UsersSection } from './users-section.tsx'
import { peopleStrings as s } from '@renderer/features/sessions/people-strings.ts'
import { useOpenSession } from '@renderer/features/sessions/use-session.ts'
import type { Permission } from '@shared/clinical/permissions.ts'
import './people-screen.css'

interface Section {
  readonly name: keyof typeof s.sections
  readonly needs: Permission | null
  readonly body: ReactNode
}

const sectionsWith = (openRequest: OpenRequest): readonly Section[] => [
  { name: 'mine', needs: null, body: <SessionsSection all={false} /> },
  { name: 'emergency', needs: 'request-emergency-access', body: <EmergencySection /> },
  { name: 'reviews', needs: 'review-emergency-access', body: <ReviewSection openRequest={openRequest} /> },
  { name: 'users', needs: 'manage-users', body: <UsersSection /> },
  { name: 'all', needs: 'end-any-session', body: <SessionsSection all /> },
  { name: 'limits', needs: 'set-session-policy', body: <LimitsSection /> },
]

/** One's own sessions, and for those who may: users, everybody's sessions, limits, emergency access and its review. */
export function PeopleScreen(props: { readonly openRequest: OpenRequest }) {
  const session = useOpenSession()
  if (session === null) return null
  const open = sectionsWith(props.openRequest).filter(
    ({ needs }) => needs === null || session.permissions.includes(needs),
  )
  return (
    <div className="settings people">
      <h1>{s.title}</h1>
      <Tabs
        className="settings-tabs"
        orientation="vertical"
        defaultSelectedKey={session.permissions.includes('review-emergency-access') ? 'reviews' : 'mine'}
      >
        <TabList className="settings-list" aria-label={s.navigation}>
          {open.map(({ name }) => (
            <Tab key={name} id={name} className="settings-tab">
              {s.sections[name]}
            </Tab>
          ))}
        </TabList>
        {open.map(({ name, body }) => (
          <TabPanel key={name} id={name} className="settings-panel">
            <h2>{s.sections[name]}</h2>
            {body}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  )
}
