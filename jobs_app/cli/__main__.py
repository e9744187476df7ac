from jobs_app.cli import main

main()
