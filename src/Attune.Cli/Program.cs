using Attune.Cli;

return await AttuneCommand.Create().Parse(args).InvokeAsync();
