import { settled } from './settled.ts'
import type { Story } from './story.ts'

/** Every story below repeats after three hours. */
const loop = { from: 0, to: 180 } as const

/**
 * Hyperkalaemia: acute on chronic kidney injury under spironolactone and ramipril. Potassium passes 6.5, conduction
 * slows, calcium, insulin with glucose and stopping both drugs bring it down.
 */
export const hyperkalaemia: Story = {
  ...settled({ meanPressure: 96, pulsePressure: 58 }),
  signs: {
    ...settled({ meanPressure: 96, pulsePressure: 58, respiratoryRate: 18, saturation: 96 }).signs,
    heartRate: [
      [-360, 76],
      [-60, 70],
      [0, 64],
      [4, 56],
      [9, 44],
      [14, 43],
      [22, 60],
      [60, 74],
      [150, 70],
      [180, 64],
    ],
  },
  labs: [
    { minute: -300, analyte: 'potassium', value: 5.2 },
    { minute: -299, analyte: 'creatinine', value: 188 },
    { minute: -120, analyte: 'potassium', value: 5.8 },
    { minute: -119, analyte: 'creatinine', value: 194 },
    { minute: 0.005, analyte: 'potassium', value: 6.8, note: 'venous, not haemolysed' },
    { minute: 1.3, analyte: 'creatinine', value: 268 },
    { minute: 5, analyte: 'potassium', value: 7.2, note: 'repeat, arterial gas analyser' },
    { minute: 20, analyte: 'potassium', value: 6.6 },
    { minute: 45, analyte: 'potassium', value: 6.1 },
    { minute: 90, analyte: 'potassium', value: 5.5 },
    { minute: 150, analyte: 'potassium', value: 5.8 },
  ],
  loop,
  firstCheckSeconds: 11,
}

/** Diabetic ketoacidosis: glucose falls under insulin, potassium follows it down. */
export const ketoacidosis: Story = {
  ...settled({}),
  signs: {
    ...settled({ meanPressure: 82, respiratoryRate: 22, saturation: 98 }).signs,
    heartRate: [
      [-360, 112],
      [0, 108],
      [60, 98],
      [150, 100],
      [180, 108],
    ],
  },
  labs: [
    { minute: -60, analyte: 'potassium', value: 4.9 },
    { minute: -59, analyte: 'creatinine', value: 118 },
    { minute: 0.13, analyte: 'glucose', value: 27.8, note: 'ketones 5.6 mmol/L' },
    { minute: 26, analyte: 'potassium', value: 2.9 },
    { minute: 40, analyte: 'glucose', value: 19.4 },
    { minute: 60, analyte: 'potassium', value: 3.4 },
    { minute: 90, analyte: 'glucose', value: 13.2 },
    { minute: 150, analyte: 'glucose', value: 16.1 },
  ],
  loop,
  firstCheckSeconds: 18,
}
/**
 * Exacerbated COPD with a target of 88-92 % (NEWS2 scale 2): carbon dioxide climbs on too much oxygen, then falls on
 * non-invasive ventilation. The monitor's limits are set for the target.
 */
export const copd: Story = {
  ...settled({}),
  signs: {
    heartRate: [
      [-360, 92],
      [0, 100],
      [25, 108],
      [70, 96],
      [180, 100],
    ],
    meanPressure: [[0, 92]],
    pulsePressure: [[0, 50]],
    respiratoryRate: [
      [-360, 21],
      [0, 24],
      [25, 27],
      [70, 22],
      [180, 24],
    ],
    saturation: [
      [-360, 90],
      [0, 90],
      [4, 89.5],
      [7, 83],
      [10, 83],
      [14, 91],
      [90, 90],
      [180, 90],
    ],
    temperature: [[0, 37.3]],
  },
  labs: [
    { minute: -240, analyte: 'pco2', value: 47 },
    { minute: -239, analyte: 'ph', value: 7.36 },
    { minute: 0.09, analyte: 'pco2', value: 59, note: 'capillary' },
    { minute: 25, analyte: 'pco2', value: 70, note: 'arterial' },
    { minute: 25.1, analyte: 'ph', value: 7.26, note: 'arterial' },
    { minute: 70, analyte: 'pco2', value: 56, note: 'on non-invasive ventilation' },
    { minute: 130, analyte: 'pco2', value: 51, note: 'on non-invasive ventilation' },
  ],
  loop,
  restlessness: 0.8,
  oxygen: [
    [-360, 1],
    [0, 3],
    [15, 2],
    [90, 1],
    [180, 3],
  ],
  consciousness: [
    [-600, 'A'],
    [22, 'C'],
    [60, 'A'],
  ],
  limits: { oxygen_saturation: { low: 85 }, respiratory_rate: { high: 30 } },
  firstCheckSeconds: 15,
}
