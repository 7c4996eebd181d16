/** What `nixos-rebuild list-generations --json` prints. */
export const generations = JSON.stringify(
  [
    {
      generation: 42,
      date: "2025-11-24 10:00:00",
      nixosVersion: "25.11.20251120.abcdef0",
      kernelVersion: "6.12.58",
      configurationRevision: "4b0c1f2",
      specialisations: [],
      current: true,
    },
    {
      generation: 41,
      date: "2025-11-20 09:30:00",
      nixosVersion: "25.05.20250801.1234567",
      kernelVersion: "6.12.40",
      configurationRevision: "",
      specialisations: [],
      current: false,
    },
  ],
  null,
  2,
);
