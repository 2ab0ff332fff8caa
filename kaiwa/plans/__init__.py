"""What a learner sees of money: the plans, one's own plan, and the ways to Stripe's pages and back."""
