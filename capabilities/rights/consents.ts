/**
 * What somebody may agree to beside what a service needs, each for itself (PIPL §29); taking it back is one press, and no
 * other service depends on it (§15–16). `contactShared`: colleagues and the officers who serve the firm see one's telephone.
 */
export const consentPurposes = ["contactShared"] as const;
