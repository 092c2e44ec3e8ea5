import { routineLabs, settled } from './settled.ts'
import type { Story } from './story.ts'

/** Every story below repeats after three hours. */
const loop = { from: 0, to: 180 } as const

/**
 * Septic shock from the chest: pulse, respiratory rate, temperature and lactate rise while the pressure falls; fluids,
 * antibiotics and noradrenaline from half an hour on bring it back, and a second hit closes the loop.
 */
export const sepsis: Story = {
  ...settled({}),
  signs: {
    heartRate: [
      [-360, 92],
      [-120, 101],
      [0, 128],
      [12, 131],
      [30, 134],
      [60, 118],
      [120, 101],
      [150, 105],
      [180, 128],
    ],
    meanPressure: [
      [-360, 84],
      [-60, 74],
      [0, 61],
      [12, 59],
      [30, 54],
      [45, 61],
      [90, 74],
      [130, 78],
      [180, 61],
    ],
    pulsePressure: [
      [-360, 46],
      [0, 58],
      [30, 44],
      [90, 48],
      [180, 58],
    ],
    respiratoryRate: [
      [-360, 17],
      [-60, 20],
      [0, 22],
      [10, 26],
      [30, 29],
      [90, 22],
      [130, 19],
      [180, 22],
    ],
    saturation: [
      [-360, 96],
      [0, 95],
      [30, 92],
      [90, 96],
      [180, 95],
    ],
    temperature: [
      [-360, 37.8],
      [0, 38.7],
      [20, 39.4],
      [60, 39.0],
      [130, 38.2],
      [180, 38.7],
    ],
  },
  labs: [
    { minute: -300, analyte: 'lactate', value: 1.6 },
    { minute: -118, analyte: 'lactate', value: 1.9 },
    { minute: -117, analyte: 'white_blood_cells', value: 11.2 },
    { minute: -116, analyte: 'creatinine', value: 104 },
    { minute: 0.025, analyte: 'lactate', value: 3.4, note: 'arterial gas analyser' },
    { minute: 2.2, analyte: 'white_blood_cells', value: 18.4 },
    { minute: 9, analyte: 'lactate', value: 4.4, note: 'arterial gas analyser' },
    { minute: 11, analyte: 'c_reactive_protein', value: 212 },
    { minute: 32, analyte: 'lactate', value: 5.2, note: 'arterial gas analyser' },
    { minute: 70, analyte: 'lactate', value: 3.6 },
    { minute: 120, analyte: 'lactate', value: 2.3 },
    { minute: 150, analyte: 'creatinine', value: 148 },
  ],
  loop,
  restlessness: 0.6,
  oxygen: [
    [-60, 0],
    [-30, 2],
    [0, 4],
    [30, 8],
    [120, 4],
    [180, 4],
  ],
  consciousness: [
    [-600, 'A'],
    [8, 'C'],
    [75, 'A'],
  ],
  firstCheckSeconds: 4,
}

/**
 * Bleeding after abdominal surgery: haemoglobin and pressure fall, the pulse pressure narrows, the pulse races; after
 * re-operation and transfusion everything returns, then the drain fills again.
 */
export const bleed: Story = {
  ...settled({}),
  signs: {
    heartRate: [
      [-360, 78],
      [-60, 92],
      [0, 112],
      [6, 122],
      [14, 138],
      [30, 130],
      [60, 98],
      [120, 88],
      [180, 112],
    ],
    meanPressure: [
      [-360, 88],
      [-60, 82],
      [0, 73],
      [8, 66],
      [15, 55],
      [25, 60],
      [45, 72],
      [90, 84],
      [150, 80],
      [180, 73],
    ],
    pulsePressure: [
      [-360, 44],
      [0, 28],
      [15, 20],
      [45, 34],
      [90, 44],
      [150, 38],
      [180, 28],
    ],
    respiratoryRate: [
      [-360, 15],
      [0, 19],
      [15, 23],
      [60, 17],
      [150, 16],
      [180, 19],
    ],
    saturation: [
      [-360, 97],
      [0, 96],
      [15, 95],
      [60, 97],
      [180, 96],
    ],
    temperature: [
      [-360, 36.9],
      [0, 36.5],
      [15, 36.2],
      [90, 36.7],
      [180, 36.5],
    ],
  },
  labs: [
    { minute: -300, analyte: 'hemoglobin', value: 118 },
    { minute: -60, analyte: 'hemoglobin', value: 96 },
    { minute: -59, analyte: 'potassium', value: 4.3 },
    { minute: 0.04, analyte: 'hemoglobin', value: 78 },
    { minute: 12, analyte: 'hemoglobin', value: 65, note: 'sample checked, no infusion in this arm' },
    { minute: 13, analyte: 'lactate', value: 3.2 },
    { minute: 40, analyte: 'hemoglobin', value: 74 },
    { minute: 75, analyte: 'hemoglobin', value: 88 },
    { minute: 150, analyte: 'hemoglobin', value: 85 },
  ],
  loop,
  oxygen: [[0, 2]],
  firstCheckSeconds: 7,
}

/** Fast atrial fibrillation after valve surgery: the monitor calls again and again until the rate is controlled. */
export const atrialFibrillation: Story = {
  ...settled({}),
  signs: {
    ...settled({
      meanPressure: 84,
      pulsePressure: 40,
      respiratoryRate: 17,
      saturation: 96,
      temperature: 37.1,
    }).signs,
    heartRate: [
      [-360, 82],
      [-20, 88],
      [-5, 134],
      [0, 134],
      [20, 136],
      [30, 108],
      [60, 92],
      [170, 90],
      [180, 134],
    ],
  },
  labs: [...routineLabs(4, 96, 102), { minute: 3.5, analyte: 'magnesium', value: 0.48 }],
  loop,
  restlessness: 0.7,
  firstCheckSeconds: 9,
  repeatSeconds: 60,
}
