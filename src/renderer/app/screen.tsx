import { useStore } from 'zustand'
import { ApprovalsHostProvider } from './approvals-host.tsx'
import { ClinicalRiskHostProvider } from './clinical-risk-host.tsx'
import { RiskScreen } from './components/risk-screen.tsx'
import { DiagnosticsHostProvider, openDiagnostics } from './diagnostics-host.tsx'
import { goBack, navigation, type Place } from './navigation.ts'
import { openApproval } from './open-approval.ts'
import { PriorAuthHostProvider } from './prior-auth-host.tsx'
import { settingsStore } from '@renderer/features/settings/store.ts'
import { AlertBoard } from '@renderer/features/alerts/components/alert-board.tsx'
import { PatientPage } from '@renderer/features/alerts/components/patient-page.tsx'
import { PolicyEditor } from '@renderer/features/alerts/components/policy-editor.tsx'
import { ApprovalsScreen } from '@renderer/features/approvals/components/approvals-screen.tsx'
import { AuditScreen } from '@renderer/features/audit/components/audit-screen.tsx'
import { PatientRisk } from '@renderer/features/clinical-risk/components/patient-risk.tsx'
import { DiagnosticsScreen } from '@renderer/features/diagnostics/components/diagnostics-screen.tsx'
import { StartButton } from '@renderer/features/diagnostics/components/start-button.tsx'
import { InteractionsScreen } from '@renderer/features/interactions/components/interactions-screen.tsx'
import { Medications } from '@renderer/features/interactions/components/medications.tsx'
import { HubScreen } from '@renderer/features/hub-health/components/hub-screen.tsx'
import { PriorAuthScreen } from '@renderer/features/prior-auth/components/prior-auth-screen.tsx'
import { PeopleScreen } from '@renderer/features/sessions/components/people-screen.tsx'
import { useMay } from '@renderer/features/sessions/use-session.ts'
import { ageInYears } from '@renderer/ui/time-format.ts'
import type { PatientCard } from '@shared/features/alerts/model.ts'
import { SettingsScreen } from '@renderer/features/settings/components/settings-screen.tsx'

const noUnits: readonly string[] = []
/** Of requests that concern no single patient. */
const openRequest = (id: string): void => openApproval(id, null)

function Settings(props: { readonly units: readonly string[] }) {
  const seesPolicy = useMay('read-patients')
  const mayChange = useMay('set-alert-policy')
  const policy = seesPolicy ? <PolicyEditor units={props.units} mayChange={mayChange} /> : null
  return <SettingsScreen policy={policy} mayConnectHub={useMay('connect-hub')} />
}

function Patient(props: { readonly patientId: string }) {
  const { patientId } = props
  // The list is read and checked only for those who may check.
  const checks = useMay('check-interactions')
  const assesses = useMay('read-clinical-risk')
  const medications = ({ birthDate, allergies }: PatientCard) => {
    const ageYears = birthDate === null ? null : ageInYears(birthDate, Date.now())
    return (
      <>
        {checks && <Medications key={patientId} patientId={patientId} chart={{ ageYears, allergies }} />}
        {assesses && (
          <ClinicalRiskHostProvider>
            <PatientRisk key={`risk ${patientId}`} patientId={patientId} />
          </ClinicalRiskHostProvider>
        )}
      </>
    )
  }
  const diagnoses = useMay('run-diagnostics')
  const actions = diagnoses ? <StartButton onPress={() => openDiagnostics(patientId)} /> : null
  return <PatientPage patientId={patientId} onBack={goBack} medications={medications} actions={actions} />
}

function screenOf(place: Place, units: readonly string[], theme: string) {
  switch (place.screen) {
    case 'alerts':
      return <AlertBoard units={units} />
    case 'patient':
      return <Patient patientId={place.patientId} />
    case 'interactions':
      return <InteractionsScreen />
    case 'approvals':
      return (
        <ApprovalsHostProvider>
          <ApprovalsScreen />
        </ApprovalsHostProvider>
      )
    case 'diagnostics':
      return (
        <DiagnosticsHostProvider>
          <DiagnosticsScreen />
        </DiagnosticsHostProvider>
      )
    case 'prior-auth':
      return (
        <PriorAuthHostProvider>
          <PriorAuthScreen />
        </PriorAuthHostProvider>
      )
    case 'risk':
      return <RiskScreen theme={theme} />
    case 'sessions':
      return <PeopleScreen openRequest={openRequest} />
    case 'hub':
      return <HubScreen theme={theme} />
    case 'audit':
      return <AuditScreen />
    case 'settings':
      return <Settings units={units} />
  }
}

/** The screen at the window's present place. */
export function Screen(props: { readonly theme: string }) {
  const place = useStore(navigation, (state) => state.place)
  const units = useStore(settingsStore, (state) => state.view?.settings.units ?? noUnits)
  return screenOf(place, units, props.theme)
}
