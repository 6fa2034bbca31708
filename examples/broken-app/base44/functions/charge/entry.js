import { createClientFromRequest } from "npm:@base44/sdk";
import Stripe from "npm:stripe@17";

const stripe = new Stripe(Deno.env.get("STRIPE_API_KEY"));

Deno.serve(async (req) => {
  const { connectors } = createClientFromRequest(req).asServiceRole;
  const account = await connectors.getConnection("stripe");
  const charge = await stripe.charges.create({ amount: 1200, currency: "eur" });
  return Response.json({ account: account.connectionConfig, id: charge.id });
});
