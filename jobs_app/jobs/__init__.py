"""What a job is: pure rules and values, without database, framework, clock or input and output."""
