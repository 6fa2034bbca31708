import { base44 } from "@/api/base44Client";

export const reportVisit = (visit) => base44.functions.invoke("visitReport", visit);
