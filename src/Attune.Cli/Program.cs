using Attune.Cli;

return await AttuneCommand.RunAsync(args);
