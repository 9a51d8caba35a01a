-- Deliveries that were given up are counted where the platform's state is looked at.
create index webhook_delivery_parked on webhook_delivery (endpoint_id) where state = 'parked';
