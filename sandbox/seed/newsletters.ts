/** Who writes to everybody, with what they write about. */
export interface Newsletter {
  name: string;
  address: string;
  /** A notice of a program is plain text; the others are designed. */
  isPlain: boolean;
  issues: readonly (readonly [subject: string, ...paragraphs: string[]])[];
}

export const newsletters: readonly Newsletter[] = [
  {
    name: 'The Dock Letter',
    address: 'letter@dockletter.example',
    isPlain: false,
    issues: [
      [
        'Why trucks wait on Tuesdays',
        'Every second yard that we asked has its longest queue on a Tuesday morning. Not on Monday.',
        'The reason is mundane: loads that missed their slot on Friday are moved to the first free one, and Monday is full.',
        'Two yards in the north simply keep four slots free on Tuesdays. Their queue is gone.',
      ],
      [
        'A gate without a barrier',
        'In a port in the south drivers now pass a camera instead of a counter. We went and stood there for a day.',
        'The camera reads nine plates in ten. The tenth driver still talks to a person, who has time now.',
        'What it cost, what it saved, and what nobody had planned for: three pages with numbers.',
      ],
      [
        'Empty pallets, full yards',
        'Pallets that nobody asked for stand where trucks should turn. We counted them at twelve sites.',
        'The fix is a list on paper, signed at the gate. It works better than the three systems before it.',
      ],
    ],
  },
  {
    name: 'Freight & Figures',
    address: 'weekly@freightfigures.example',
    isPlain: false,
    issues: [
      [
        'Spot rates fall for the third week',
        'Rates on the long routes fell by four percent. Short ones hardly moved.',
        'Carriers answer with fewer departures rather than lower prices; expect tighter slots before the holidays.',
      ],
      [
        'The strike in five charts',
        'Two days without a single departure, and eleven until the yards were empty again.',
        'The charts show where loads went meanwhile, and which of them did not come back.',
      ],
    ],
  },
  {
    name: 'Harbourline IT',
    address: 'noreply@it.harbourline.example',
    isPlain: true,
    issues: [
      [
        'Your password expires in 14 days',
        'Your password for the intranet expires in 14 days.',
        'Change it under Settings before then. We never ask for it by e-mail.',
      ],
      [
        'Maintenance on Saturday, 22:00 to 23:30',
        'The file server is not to be reached on Saturday between 22:00 and 23:30.',
        'Nothing has to be done. Files that are open should be closed before.',
      ],
    ],
  },
  {
    name: 'Meeting Room Display',
    address: 'rooms@calendar.example',
    isPlain: true,
    issues: [
      [
        'Reminder: pipeline review at 10:00',
        'Pipeline review begins at 10:00 in room Elbe.',
        'Six people have accepted, one has not answered.',
      ],
      ['Room Elbe was released', 'Nobody checked in within ten minutes. The room is free again.'],
    ],
  },
  {
    name: '',
    address: 'billing@signalpost.example',
    isPlain: true,
    issues: [
      [
        'Receipt for your subscription',
        'We received 49.00 EUR for the plan Team. The receipt is attached.',
        'No answer is read at this address.',
      ],
    ],
  },
  {
    name: 'Warehouse Weekly – news for people who move things, every single Thursday since 2009',
    address: 'hello@warehouseweekly.example',
    isPlain: false,
    issues: [
      [
        '📦 The shelf that walks',
        'A shelf that comes to the picker is not new. One that knows when to stay is.',
        'We watched it for a week and spoke with those who work beside it.',
      ],
      [
        'مستودعات المستقبل: ما الذي يتغير؟',
        'ثلاث شركات في دبي تعمل بلا ورق منذ عام. زرناها.',
        'السؤال الأهم ليس التقنية، بل من يملك البيانات.',
      ],
    ],
  },
];

/** Subjects of what people write to each other. */
export const subjects: readonly string[] = [
  'Arrivals at your second site',
  'Slots for the week before Easter',
  'Proposal for gate {n}',
  'Waiting times: the numbers you asked for',
  'Two questions before our call',
  'Notes from this morning',
  'Pilot in {city}',
  'Contract, one open point',
  'Introduction to {colleague}',
  'Invoice {big}',
  'Data processing agreement',
  'Thursday',
  '',
  'A question about the export, the roles of our contractors and the three gates that are not ours but still use our slots',
];
