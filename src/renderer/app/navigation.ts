import { createStore } from 'zustand/vanilla'

export type ScreenName =
  | 'alerts'
  | 'interactions'
  | 'approvals'
  | 'diagnostics'
  | 'prior-auth'
  | 'risk'
  | 'sessions'
  | 'hub'
  | 'audit'
  | 'settings'

/** Where the window is. The patient page is opened from an alert and returns to where it was opened. */
export type Place =
  | { readonly screen: ScreenName }
  | { readonly screen: 'patient'; readonly patientId: string; readonly from: ScreenName }

interface NavigationState {
  readonly place: Place
  readonly paletteOpen: boolean
}

export const navigation = createStore<NavigationState>()(() => ({
  place: { screen: 'alerts' },
  paletteOpen: false,
}))

export function goTo(screen: ScreenName): void {
  navigation.setState({ place: { screen }, paletteOpen: false })
}

export function openPatient(patientId: string): void {
  const { place } = navigation.getState()
  const from = place.screen === 'patient' ? place.from : place.screen
  navigation.setState({ place: { screen: 'patient', patientId, from }, paletteOpen: false })
}

/** Leaves the patient page for the screen it was opened from. */
export function goBack(): void {
  const { place } = navigation.getState()
  if (place.screen === 'patient') goTo(place.from)
}

export function setPalette(paletteOpen: boolean): void {
  navigation.setState({ paletteOpen })
}
